using Microsoft.Extensions.Logging.Console;

namespace TaskChain.Api.Hosting;

/// <summary>The service's log: lines on stderr, so that stdout carries the announcement only.</summary>
internal static class ServiceLogging
{
    /// <summary>Makes the log.</summary>
    public static ILoggerFactory Create() => LoggerFactory.Create(logging =>
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        Filter(logging);
    });

    /// <summary>Levels: our own information, others' warnings, and nothing per request.</summary>
    public static void Filter(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("TaskChain", LogLevel.Information);

        // With this category on at any level, ASP.NET Core makes an activity and a log scope for every request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
