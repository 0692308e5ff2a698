using Microsoft.Extensions.Logging;

namespace TaskChain.Storage.Database;

/// <summary>
/// Lets only the driver's warnings and errors through, whatever the service's own level is: the driver reports every statement as information, which
/// is noise and costs more than some of the statements.
/// </summary>
internal sealed class DriverLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new DriverLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <summary>Does nothing: the factory inside belongs to the service.</summary>
    public void Dispose()
    {
    }

    private sealed class DriverLogger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
