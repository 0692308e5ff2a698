using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TaskChain.Sandbox.Processes;

/// <summary>An anonymous pipe. No end is ever inheritable: a child is given its own by number, so no other process that starts meanwhile gets one.</summary>
internal sealed class Pipe : IDisposable
{
    // Descriptor numbers below this are targets in the child; a source among them would be overwritten on the way.
    private const int FirstFree = 16;

    private Pipe(SafeFileHandle readEnd, SafeFileHandle writeEnd)
    {
        ReadEnd = readEnd;
        WriteEnd = writeEnd;
    }

    /// <summary>The end to read from.</summary>
    public SafeFileHandle ReadEnd { get; }

    /// <summary>The end to write to.</summary>
    public SafeFileHandle WriteEnd { get; }

    /// <summary>Creates a pipe.</summary>
    /// <exception cref="IOException">The process has no descriptors left.</exception>
    public static unsafe Pipe Create()
    {
        var ends = stackalloc int[2];
        if (Native.Pipe(ends, Native.OpenCloseOnExec) != 0) throw Failed();
        return new Pipe(Lift(ends[0]), Lift(ends[1]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReadEnd.Dispose();
        WriteEnd.Dispose();
    }

    private static SafeFileHandle Lift(int descriptor)
    {
        if (descriptor < FirstFree)
        {
            var lifted = Native.Fcntl(descriptor, Native.DuplicateCloseOnExec, FirstFree);
            if (lifted < 0) throw Failed();
            _ = Native.Close(descriptor);
            descriptor = lifted;
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static IOException Failed()
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"No pipe to a child process can be made: {error.Message}.", error);
    }
}
