using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TaskChain.Cli.Tests;

/// <summary>What a run of the program left.</summary>
internal sealed record Run(int Exit, string Out, string Error)
{
    public JsonNode Json => JsonNode.Parse(Out) ?? throw new InvalidOperationException("The output is null.");

    public string Line => Out.TrimEnd('\n');

    public override string ToString() => $"exit {Exit}\n{Out}\n{Error}";
}

/// <summary>The real program.</summary>
internal sealed class Taskchain(string url, string? token = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static string Program { get; } = Path.Combine(
        Repository.Root, "artifacts", "bin", "TaskChain.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "taskchain");

    /// <summary>Starts the program; its standard input is not a terminal and holds the given text.</summary>
    public Process Start(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TASKCHAIN_URL"] = url;
        start.Environment.Remove("TASKCHAIN_API_KEY");
        if (token is not null) start.Environment["TASKCHAIN_TOKEN"] = token;
        else start.Environment.Remove("TASKCHAIN_TOKEN");
        var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Reads what a started program writes until it ends.</summary>
    public static async Task<Run> EndAsync(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        var run = new Run(process.ExitCode, await output, await error);
        process.Dispose();
        return run;
    }

    public Task<Run> RunAsync(params string[] arguments) => EndAsync(Start("", arguments));

    public Task<Run> FeedAsync(string input, params string[] arguments) => EndAsync(Start(input, arguments));

    /// <summary>Runs the program, which must end well.</summary>
    public async Task<Run> DoAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.Exit == 0, $"taskchain {string.Join(' ', arguments)}: {run}");
        return run;
    }

    /// <summary>Posts a workflow and returns its uuid.</summary>
    public async Task<string> WorkflowAsync(JsonNode workflow)
    {
        var run = await FeedAsync(workflow.ToJsonString(), "workflow", "submit", "-");
        Assert.True(run.Exit == 0, run.ToString());
        return run.Line;
    }
}
