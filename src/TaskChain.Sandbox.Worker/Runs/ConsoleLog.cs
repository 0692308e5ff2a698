using System.Text;

namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>What modules write to the console, as lines of the log of the run that is under way. Thread-safe.</summary>
/// <param name="level">Weight of the lines.</param>
/// <param name="session">The run under way, or null.</param>
internal sealed class ConsoleLog(ScriptLogLevel level, Func<RunSession?> session) : TextWriter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_gate)
        {
            while (!buffer.IsEmpty)
            {
                var end = buffer.IndexOf('\n');
                var part = end < 0 ? buffer : buffer[..end];
                _line.Append(part[..Math.Min(part.Length, RunLimits.MaxLogChars)]);
                if (end >= 0 || _line.Length >= RunLimits.MaxLogChars) EndLine();
                buffer = end < 0 ? default : buffer[(end + 1)..];
            }
        }
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(string.Concat(value, "\n"));

    /// <summary>Sends an unfinished line; the run is about to end.</summary>
    public override void Flush()
    {
        lock (_gate)
        {
            if (_line.Length > 0) EndLine();
        }
    }

    private void EndLine()
    {
        if (session() is { } current)
        {
            var text = _line.ToString().TrimEnd('\r');
            if (level == ScriptLogLevel.Error) current.Log.Error(text);
            else current.Log.Info(text);
        }

        _line.Clear();
    }
}
