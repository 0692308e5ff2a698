using System.Text;

namespace TaskChain.Sandbox.Processes;

/// <summary>The heads of a child's standard output and standard error; the rest is counted and dropped. Written by the drain's thread only.</summary>
internal sealed class OutputCapture
{
    private const int Kept = 4096;
    private static readonly TimeSpan EndPatience = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly byte[][] _heads = [[], []];
    private int _open = 2;

    /// <summary>The head of standard error, or of standard output when nothing came there.</summary>
    public string Head
    {
        get
        {
            lock (_gate) return Encoding.UTF8.GetString(_heads[1].Length > 0 ? _heads[1] : _heads[0]).TrimEnd();
        }
    }

    /// <summary>Takes what was read; 0 is standard output, 1 is standard error.</summary>
    public void Append(int stream, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var head = _heads[stream];
            var room = Kept - head.Length;
            if (room > 0) _heads[stream] = [.. head, .. bytes[..Math.Min(room, bytes.Length)]];
        }
    }

    /// <summary>One of the two has ended.</summary>
    public void End()
    {
        if (--_open == 0) _ended.SetResult();
    }

    /// <summary>Waits until what a dead child wrote last has been read; a stray descendant that holds the pipes open is not waited for.</summary>
    public void WaitForEnd() => _ended.Task.Wait(EndPatience);
}
