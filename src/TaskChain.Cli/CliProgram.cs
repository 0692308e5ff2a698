using System.CommandLine;
using TaskChain.Cli.Commands;

namespace TaskChain.Cli;

/// <summary>The program: parses, runs one command, and turns whatever happens into an exit status and a line on stderr.</summary>
internal static class CliProgram
{
    /// <summary>How long a command that was interrupted may tidy up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>Runs the program.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Receives data and nothing else.</param>
    /// <param name="error">Receives everything else.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors) error.WriteLine(problem.Message);
            error.WriteLine($"See '{Name(parsed.CommandResult.Command)} --help'.");
            return ExitCodes.Usage;
        }

        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = Grace,
        };
        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (Exception failure)
        {
            Failures.Tell(failure, error, parsed.GetValue(GlobalOptions.Verbose));
            return Failures.StatusOf(failure) ?? ExitCodes.Failure;
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand Root() => new("Talks to a TaskChain service: posts and watches jobs, manages workflows, webhooks and API keys.")
    {
        GlobalOptions.Url,
        GlobalOptions.Format,
        GlobalOptions.Verbose,
        WorkflowCommands.Create(),
        JobCommands.Create(),
        WebhookCommands.Create(),
        KeyCommands.Create(),
        DoctorCommand.Create(),
    };

    private static string Name(Command command) =>
        command is RootCommand ? "taskchain" : $"{Name(command.Parents.OfType<Command>().First())} {command.Name}";
}
