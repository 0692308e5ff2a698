using System.Text.Json;
using TaskChain.Sandbox.Processes;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Compilers;

/// <summary>One compiler: compiles one body at a time, and is killed when one takes too long.</summary>
internal sealed class CompilerProcess
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    // Timers fire by a coarser clock than timestamps are taken from.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(30);

    private readonly Lock _gate = new();

    // The result may come, and the next body be handed over on another thread, while this one is still on its way out of the write.
    private readonly Lock _writing = new();
    private readonly FrameBuffer _out = new();
    private readonly ChildProcess _child;
    private readonly ICompilerOwner _owner;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly TimeSpan _slowAfter;
    private readonly TimeSpan _killAfter;
    private PendingCompile? _current;
    private long _startedAt;
    private bool _ready;
    private bool _dead;
    private bool _slow;
    private bool _timedOut;

    /// <summary>Creates it.</summary>
    /// <param name="child">The started process.</param>
    /// <param name="owner">Is told how it goes.</param>
    /// <param name="clock">Measures the limits.</param>
    /// <param name="slowAfter">When the owner is told that a compile is slow.</param>
    /// <param name="killAfter">When a compile has taken too long.</param>
    public CompilerProcess(ChildProcess child, ICompilerOwner owner, TimeProvider clock, TimeSpan slowAfter, TimeSpan killAfter)
    {
        _child = child;
        _owner = owner;
        _clock = clock;
        _slowAfter = slowAfter < killAfter ? slowAfter : killAfter / 2;
        _killAfter = killAfter;
        _timer = clock.CreateTimer(static state => ((CompilerProcess)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Process id.</summary>
    public int ProcessId => _child.Id;

    /// <summary>Bodies it was given. Guarded by the owner's lock, as is the next.</summary>
    public int Compiles { get; set; }

    /// <summary>True while it works on a body that takes long.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Begins to read.</summary>
    public void Listen()
    {
        _timer.Change(StartPatience, Timeout.InfiniteTimeSpan);
        var thread = new Thread(ReadToEnd, 256 << 10) { IsBackground = true, Name = $"script compiler {_child.Id}" };
        thread.Start();
    }

    /// <summary>Hands it a body. It must be idle.</summary>
    /// <returns>False when it has died meanwhile; the body is as before.</returns>
    public bool Start(PendingCompile pending)
    {
        lock (_gate)
        {
            if (_dead) return false;
            _current = pending;
            _slow = false;
            _startedAt = _clock.GetTimestamp();
            _timer.Change(_slowAfter, Timeout.InfiniteTimeSpan);
        }

        lock (_writing) Send(pending.Request);
        return true;
    }

    /// <summary>Kills it.</summary>
    public void Kill() => _child.Kill();

    private void Send(CompileRequest request)
    {
        _out.Begin(FrameKind.Compile);
        using (var json = new Utf8JsonWriter(_out)) JsonSerializer.Serialize(json, request, ProtocolJson.Default.CompileRequest);
        try
        {
            if (_out.End()) _out.Flush(_child.Requests);
            else Kill();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It died just now. The reading thread sees the same and tells the owner.
        }
    }

    private void OnTimer()
    {
        bool slow;
        lock (_gate)
        {
            // It may have fired for the body before.
            if (_ready && (_current is null || _clock.GetElapsedTime(_startedAt) + Slack < (_slow ? _killAfter : _slowAfter))) return;
            slow = _ready && !_slow;
            _slow = true;
            _timedOut = _ready && !slow;
            if (slow) _timer.Change(_killAfter - _slowAfter, Timeout.InfiniteTimeSpan);
        }

        if (slow) _owner.OnSlow(this);
        else _child.Kill();
    }

    private void ReadToEnd()
    {
        string? violation = null;
        try
        {
            var frames = new FrameReader(_child.Replies);
            while (frames.TryRead(out var frame)) OnFrame(frame);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or IOException)
        {
            violation = e.Message; // A compiler that breaks the protocol is not believed any more; it is killed below.
        }

        var status = _child.Reap();
        PendingCompile? pending;
        bool timedOut;
        lock (_gate)
        {
            pending = _current;
            timedOut = _timedOut;
            _current = null;
            _dead = true;
            _timer.Dispose();
        }

        _owner.OnDead(this, pending, timedOut, status, violation ?? _child.OutputHead);
    }

    private void OnFrame(Frame frame)
    {
        if (frame.Kind == FrameKind.Hello)
        {
            var hello = JsonSerializer.Deserialize(frame.Payload.Span, ProtocolJson.Default.Hello);
            if (hello?.ProtocolVersion != Hello.CurrentVersion)
            {
                throw new InvalidDataException("The compiler program is of another version than the service.");
            }

            lock (_gate)
            {
                _ready = true;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _owner.OnReady(this);
            return;
        }

        if (frame.Kind != FrameKind.Compiled) throw new InvalidDataException($"A frame of kind {frame.Kind} is not expected from a compiler.");
        var result = JsonSerializer.Deserialize(frame.Payload.Span, ProtocolJson.Default.CompileResult)
            ?? throw new InvalidDataException("A result is empty.");
        PendingCompile pending;
        lock (_gate)
        {
            if (_timedOut) return; // Too late: it is being killed.
            pending = _current ?? throw new InvalidDataException("A result came that nobody waits for.");
            _current = null;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _owner.OnCompiled(this, pending, result);
    }
}
