using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TaskChain.Sandbox.Processes;

/// <summary>A started child and the service's ends of its pipes. Whoever reads <see cref="Replies"/> to the end must call <see cref="Reap"/> once.</summary>
internal sealed class ChildProcess
{
    private readonly Lock _life = new();
    private readonly OutputCapture _output;
    private bool _reaped;

    private ChildProcess(int id, Pipe requests, Pipe replies, Pipe control, OutputCapture output)
    {
        Id = id;
        _output = output;
        Requests = Open(requests.WriteEnd, FileAccess.Write);
        Replies = Open(replies.ReadEnd, FileAccess.Read);
        Control = Open(control.WriteEnd, FileAccess.Write);
    }

    /// <summary>Process id.</summary>
    public int Id { get; }

    /// <summary>Where requests are written.</summary>
    public Stream Requests { get; }

    /// <summary>Where replies are read; ends when the process ends.</summary>
    public Stream Replies { get; }

    /// <summary>Where control frames are written; its end ends the process.</summary>
    public Stream Control { get; }

    /// <summary>The first kilobytes of standard error, or of standard output when there are none.</summary>
    public string OutputHead => _output.Head;

    /// <summary>Starts a child. Call it on the launcher's thread only.</summary>
    public static ChildProcess Start(ProcessLaunch launch, OutputDrain drain)
    {
        Pipe[] pipes = [];
        try
        {
            pipes = [Pipe.Create(), Pipe.Create(), Pipe.Create(), Pipe.Create(), Pipe.Create()];
            var id = Spawner.Start(
                launch, (pipes[3].WriteEnd, pipes[4].WriteEnd), [pipes[0].ReadEnd, pipes[1].WriteEnd, pipes[2].ReadEnd]);
            pipes[0].ReadEnd.Dispose();
            pipes[1].WriteEnd.Dispose();
            pipes[2].ReadEnd.Dispose();
            pipes[3].WriteEnd.Dispose();
            pipes[4].WriteEnd.Dispose();
            return new ChildProcess(id, pipes[0], pipes[1], pipes[2], drain.Add(pipes[3].ReadEnd, pipes[4].ReadEnd));
        }
        catch
        {
            foreach (var pipe in pipes) pipe.Dispose();
            throw;
        }
    }

    /// <summary>Kills the process and what it started. Does nothing once it is reaped, so it never hits another process with a reused id.</summary>
    public void Kill()
    {
        lock (_life)
        {
            if (!_reaped) _ = Native.Kill(-Id, Native.SigKill);
        }
    }

    /// <summary>Kills what is left, waits for the end, closes the pipes.</summary>
    public ExitStatus Reap()
    {
        // One that closed its replies is of no more use. Usually it is dead already and keeps the status it died with.
        Kill();
        AwaitEnd(Id);
        ExitStatus status;
        lock (_life)
        {
            status = Collect(Id);
            _reaped = true;
        }

        Requests.Dispose();
        Replies.Dispose();
        Control.Dispose();
        _output.WaitForEnd();
        return status;
    }

    // Leaves the status where it is: the id stays taken until it is collected under the lock, so that Kill cannot hit a stranger.
    private static unsafe void AwaitEnd(int id)
    {
        var info = stackalloc byte[Native.OpaqueSize];
        while (Native.WaitForChange(Native.WaitById, id, info, Native.WaitExited | Native.WaitKeepStatus) != 0
            && Marshal.GetLastPInvokeError() == Native.Interrupted)
        {
        }
    }

    private static unsafe ExitStatus Collect(int id)
    {
        int status;
        while (true)
        {
            if (Native.WaitFor(id, &status, 0) == id) return ExitStatus.FromWait(status);
            if (Marshal.GetLastPInvokeError() != Native.Interrupted) return default;
        }
    }

    private static FileStream Open(SafeFileHandle handle, FileAccess access) => new(handle, access, bufferSize: 0, isAsync: false);
}
