namespace TaskChain;

/// <summary>Weight of a log line.</summary>
public enum ScriptLogLevel
{
    /// <summary>Ordinary.</summary>
    Info,

    /// <summary>Unusual, but the task goes on.</summary>
    Warn,

    /// <summary>Something failed.</summary>
    Error,
}

/// <summary>The job's log.</summary>
public sealed class ScriptLog
{
    private readonly Action<ScriptLogLevel, string> _write;

    /// <summary>Creates a log.</summary>
    /// <param name="write">Receives each line.</param>
    public ScriptLog(Action<ScriptLogLevel, string> write) => _write = write;

    /// <summary>Writes an ordinary line.</summary>
    public void Info(string message) => _write(ScriptLogLevel.Info, message);

    /// <summary>Writes a warning.</summary>
    public void Warn(string message) => _write(ScriptLogLevel.Warn, message);

    /// <summary>Writes an error.</summary>
    public void Error(string message) => _write(ScriptLogLevel.Error, message);
}
