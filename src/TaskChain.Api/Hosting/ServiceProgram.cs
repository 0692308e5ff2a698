using TaskChain.Api.Options;

namespace TaskChain.Api.Hosting;

/// <summary>The executable: options, start, announcement, end. Exit status 0 after a clean stop, 1 when it cannot start, 2 for wrong options.</summary>
internal static class ServiceProgram
{
    private const int CannotStart = 1;
    private const int WrongOptions = 2;

    /// <summary>Runs the service until it is told to stop.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var line = CommandLine.Parse(args);
        if (line.HelpAsked)
        {
            Console.Out.WriteLine(CommandLine.Help);
            return 0;
        }

        var errors = new List<string>(line.Errors);
        var options = OptionsReader.Read(Configuration(line), errors);
        if (errors.Count > 0)
        {
            foreach (var error in errors) Console.Error.WriteLine(error);
            return WrongOptions;
        }

        return await ServeAsync(options);
    }

    private static IConfiguration Configuration(CommandLine line) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(line.Settings)
        .Build();

    private static async Task<int> ServeAsync(TaskChainOptions options)
    {
        using var signals = new StopSignals();
        using var logging = ServiceLogging.Create();
        try
        {
            await using var service = await ServiceInstance.StartAsync(options, logging, signals.Token);
            Console.Out.WriteLine($"TaskChain listens on {service.Url}");
            await signals.WaitAsync();
            return 0;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (StartFailure.Describe(exception, options) is { } reason)
        {
            Console.Error.WriteLine(reason);
            return CannotStart;
        }
    }
}
