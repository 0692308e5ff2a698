using System.Text.Json;
using TaskChain.Sandbox.Protocol;
using TaskChain.Sandbox.Worker.Globals;
using TaskChain.Sandbox.Worker.Loading;
using TaskChain.Sandbox.Worker.Runs;

namespace TaskChain.Sandbox.Worker;

/// <summary>
/// The worker's loop. A body starts on the thread that read its request, without a hop; control frames have a thread of their own, so a body that
/// never gives the thread back can still be cancelled, and ends with the service.
/// </summary>
internal sealed class TaskWorker : IDisposable
{
    private readonly ProcessChannel _channel;
    private readonly ConsoleLog _output;
    private readonly ConsoleLog _errors;
    private readonly Lock _gate = new();
    private readonly ModuleStore _modules = new(collectible: false);
    private readonly Dictionary<int, (string Hash, byte[] Assembly)> _scripts = [];
    private readonly Dictionary<int, ModuleSetView> _sets = [];
    private readonly Dictionary<int, RunGrants> _grants = [];
    private readonly Dictionary<(int Script, string Modules), LoadedScript> _loaded = [];
    private volatile RunSession? _session;
    private long _sessionRun;
    private long _cancelledRun;

    public TaskWorker(ProcessChannel channel)
    {
        _channel = channel;
        _output = new ConsoleLog(ScriptLogLevel.Info, () => _session);
        _errors = new ConsoleLog(ScriptLogLevel.Error, () => _session);
    }

    /// <summary>Turns what modules write to the console into lines of the job's log.</summary>
    public void TakeConsole()
    {
        Console.SetOut(_output);
        Console.SetError(_errors);
    }

    /// <summary>Serves requests until the service goes away.</summary>
    public void Serve()
    {
        while (_channel.TryRead(out var frame)) _ = ServeAsync(frame);
    }

    // What goes wrong here is not a body's doing, and nobody would ever answer: better no worker than one that hangs.
    private async Task ServeAsync(Frame frame)
    {
        try
        {
            await HandleAsync(frame);
        }
        catch (Exception e)
        {
            Environment.FailFast("The sandbox worker's own code failed.", e);
        }
    }

    /// <summary>Handles a control frame, on the control pipe's thread.</summary>
    public void OnControl(Frame frame)
    {
        if (frame.Kind != FrameKind.Cancel) throw Unexpected(frame.Kind);
        var run = new PayloadReader(frame.Payload.Span).ReadNumber();
        lock (_gate)
        {
            _cancelledRun = run;
            if (_sessionRun == run) _session?.Cancel();
        }
    }

    /// <summary>Handles a request. Only a run may end after this has returned.</summary>
    public Task HandleAsync(Frame frame)
    {
        if (frame.Kind == FrameKind.Run) return RunAsync(RunRequest.Read(frame.Payload.Span));
        Learn(frame);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private async Task RunAsync(RunRequest request)
    {
        var set = _sets[request.Modules];
        var grants = _grants[request.Variables];
        var session = new RunSession(_channel, request, set, grants);
        lock (_gate)
        {
            _session = session;
            _sessionRun = request.RunId;
            if (_cancelledRun == request.RunId) session.Cancel();
        }

        var result = await BodyRunner.RunAsync(() => Script(request.Script, set), session, request, grants);
        _output.Flush();
        _errors.Flush();
        session.End(result);
    }

    private LoadedScript Script(int number, ModuleSetView set)
    {
        if (_loaded.TryGetValue((number, set.LoadKey), out var script)) return script;
        var (hash, assembly) = _scripts[number];
        script = LoadedScript.Load(assembly, new ScriptLoadContext($"body/{hash}", set.Modules, _modules, collectible: false));
        _loaded.Add((number, set.LoadKey), script);
        return script;
    }

    private void Learn(Frame frame)
    {
        var reader = new PayloadReader(frame.Payload.Span);
        var number = reader.ReadInt32();
        switch (frame.Kind)
        {
            case FrameKind.Script:
                _scripts[number] = (reader.ReadRequiredText(), reader.ReadBytes().ToArray());
                break;
            case FrameKind.Modules:
                var set = JsonSerializer.Deserialize(reader.ReadBytes(), ProtocolJson.Default.ModuleSet);
                _sets[number] = new ModuleSetView(set ?? ModuleSet.Empty, _modules);
                _sets[number].Preload();
                break;
            case FrameKind.Variables:
                var variables = JsonSerializer.Deserialize(reader.ReadBytes(), ProtocolJson.Default.ScriptVariables);
                _grants[number] = new RunGrants(variables ?? ScriptVariables.Empty);
                break;
            default:
                throw Unexpected(frame.Kind);
        }
    }

    private static InvalidDataException Unexpected(FrameKind kind) => new($"A frame of kind {kind} is not expected here.");
}
