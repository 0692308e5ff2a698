using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TaskChain.Api.Tests.Support;

/// <summary>Keeps warnings and errors of services under test and shows them on stderr, where a failing run's reader looks.</summary>
internal sealed class TestLog : ILoggerProvider
{
    public static ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var line = $"{logLevel} {category} [{eventId.Id}] {formatter(state, exception)} {exception}";
            Lines.Enqueue(line);
            Console.Error.WriteLine(line);
        }
    }
}
