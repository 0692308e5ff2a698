using System.CommandLine;

namespace TaskChain.Cli;

/// <summary>Options of every command.</summary>
internal static class GlobalOptions
{
    /// <summary>Where the service listens.</summary>
    public static readonly Option<string?> Url = new("--url")
    {
        Description = "Where the service listens. Default: TASKCHAIN_URL, else http://127.0.0.1:8080. The API key is taken from TASKCHAIN_TOKEN.",
        Recursive = true,
    };

    /// <summary>Form of the output.</summary>
    public static readonly Option<string> Format = Formats();

    /// <summary>Stack traces.</summary>
    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Also tell where a failure came from.", Recursive = true };

    private static Option<string> Formats()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "'text' for people, 'json' for the service's answer unchanged.",
            DefaultValueFactory = _ => "text",
            Recursive = true,
        };
        return option.AcceptOnlyFromAmong("text", "json");
    }
}
