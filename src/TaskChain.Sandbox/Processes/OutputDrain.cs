using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TaskChain.Sandbox.Processes;

/// <summary>Reads standard output and standard error of all children on one thread, so that none of them ever blocks on a full pipe.</summary>
internal sealed class OutputDrain
{
    private readonly Lock _gate = new();
    private readonly List<Source> _sources = [];
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly Pipe _wake = Pipe.Create();

    /// <summary>Starts the thread.</summary>
    public OutputDrain()
    {
        var thread = new Thread(Run, 256 << 10) { IsBackground = true, Name = "sandbox output" };
        thread.Start();
    }

    /// <summary>Begins to read a child's two streams.</summary>
    public OutputCapture Add(SafeFileHandle output, SafeFileHandle error)
    {
        var capture = new OutputCapture();
        lock (_gate)
        {
            _sources.Add(new Source(output, capture, 0));
            _sources.Add(new Source(error, capture, 1));
        }

        Wake();
        return capture;
    }

    private unsafe void Wake()
    {
        byte one = 1;
        _ = Native.Write(Number(_wake.WriteEnd), &one, 1);
    }

    private void Run()
    {
        while (true)
        {
            foreach (var source in WaitForReady()) Read(source);
        }
    }

    private unsafe List<Source> WaitForReady()
    {
        Source[] sources;
        lock (_gate) sources = [.. _sources];
        var entries = new Native.PollEntry[sources.Length + 1];
        entries[0] = new Native.PollEntry { Descriptor = Number(_wake.ReadEnd), Events = Native.PollIn };
        for (var i = 0; i < sources.Length; i++)
        {
            entries[i + 1] = new Native.PollEntry { Descriptor = Number(sources[i].Handle), Events = Native.PollIn };
        }

        fixed (Native.PollEntry* pointer = entries) _ = Native.Poll(pointer, (nuint)entries.Length, -1);
        if (entries[0].Returned != 0)
        {
            fixed (byte* pointer = _buffer) _ = Native.Read(entries[0].Descriptor, pointer, _buffer.Length);
        }

        return [.. sources.Where((_, i) => entries[i + 1].Returned != 0)];
    }

    private unsafe void Read(Source source)
    {
        nint count;
        fixed (byte* pointer = _buffer) count = Native.Read(Number(source.Handle), pointer, _buffer.Length);
        if (count > 0)
        {
            source.Capture.Append(source.Stream, _buffer.AsSpan(0, (int)count));
            return;
        }

        if (count < 0 && Marshal.GetLastPInvokeError() == Native.Interrupted) return;
        lock (_gate) _sources.Remove(source);
        source.Handle.Dispose();
        source.Capture.End();
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle(); // Closed by this class only, after its last use.

    private sealed record Source(SafeFileHandle Handle, OutputCapture Capture, int Stream);
}
