using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Win32.SafeHandles;
using TaskChain.Sandbox.Processes;

namespace TaskChain.Sandbox.Protocol;

/// <summary>
/// A child process's side of its three inherited pipes: requests in, replies out, control in. The control pipe has a thread of its own, so that the
/// end of the service ends this process at once, whatever its other threads do.
/// </summary>
public sealed class ProcessChannel
{
    private readonly Lock _writing = new();
    private readonly FrameBuffer _out = new();
    private readonly FrameReader _requests;
    private readonly Stream _replies;
    private readonly Stream _control;

    /// <summary>Creates a channel on streams.</summary>
    /// <param name="requests">Requests are read from here.</param>
    /// <param name="replies">Replies are written here.</param>
    /// <param name="control">Control frames are read from here; its end means the end of the process.</param>
    public ProcessChannel(Stream requests, Stream replies, Stream control)
    {
        _requests = new FrameReader(requests);
        _replies = replies;
        _control = control;
    }

    /// <summary>Opens the channel named by the command line <c>--channel requests replies control</c>, three descriptor numbers.</summary>
    /// <returns>False when the command line is another one: the process was not started by the service.</returns>
    public static bool TryOpen(string[] args, [NotNullWhen(true)] out ProcessChannel? channel)
    {
        ArgumentNullException.ThrowIfNull(args);
        channel = null;
        if (args is not ["--channel", var requests, var replies, var control]) return false;
        channel = new ProcessChannel(
            OpenPipe(requests, FileAccess.Read), OpenPipe(replies, FileAccess.Write), OpenPipe(control, FileAccess.Read));
        return true;
    }

    /// <summary>Starts to watch the control pipe. Call it first: from here on the process dies with the service.</summary>
    /// <param name="onFrame">Is given each control frame, on the watching thread; null when the process expects none.</param>
    public void WatchControl(Action<Frame>? onFrame = null)
    {
        ProcessLife.DieWithParent();
        var thread = new Thread(() => Watch(onFrame), 256 << 10) { IsBackground = true, Name = "control" };
        thread.Start();
    }

    /// <summary>Waits for the next request.</summary>
    /// <returns>False when the service has gone or wants this process to end.</returns>
    public bool TryRead(out Frame frame) => _requests.TryRead(out frame);

    /// <summary>Sends a reply that is built by <paramref name="build"/> between begin and end. Thread-safe.</summary>
    /// <returns>False when the frame is too large; nothing was sent then.</returns>
    public bool Write<TState>(FrameKind kind, TState state, Action<FrameBuffer, TState> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        lock (_writing)
        {
            _out.Clear(); // A build that threw may have left half a frame.
            _out.Begin(kind);
            build(_out, state);
            if (!_out.End()) return false;
            _out.Flush(_replies);
            return true;
        }
    }

    /// <summary>Sends a reply as JSON. Thread-safe.</summary>
    /// <returns>False when the frame is too large; nothing was sent then.</returns>
    public bool WriteJson<T>(FrameKind kind, T value, JsonTypeInfo<T> type) => Write(kind, (value, type), static (buffer, state) =>
    {
        using var json = new Utf8JsonWriter(buffer);
        JsonSerializer.Serialize(json, state.value, state.type);
    });

    private static FileStream OpenPipe(string number, FileAccess access)
    {
        var descriptor = int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
        ProcessLife.CloseOnExec(descriptor);
        return new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), access, bufferSize: 0, isAsync: false);
    }

    private void Watch(Action<Frame>? onFrame)
    {
        try
        {
            var frames = new FrameReader(_control);
            while (frames.TryRead(out var frame)) onFrame?.Invoke(frame);
        }
        finally
        {
            ProcessLife.EndNow();
        }
    }
}
