using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using TaskChain.Sandbox.Protocol;
using TaskChain.Sandbox.Worker.Globals;

namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>The host of one run of one body. What a body says goes out at once; nothing goes out any more once the result is sent.</summary>
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Stray code of the body may hold the token; it has no timer.")]
internal sealed class RunSession : IScriptHost
{
    private readonly Lock _gate = new();
    private readonly ProcessChannel _channel;
    private readonly RunRequest _request;
    private readonly RunGrants _grants;
    private readonly ModuleSetView _modules;
    private readonly Dictionary<string, object> _entries = new(StringComparer.Ordinal);
    private CancellationTokenSource? _cancellation;
    private volatile bool _cancelled;
    private volatile bool _ended;
    private int _infos;
    private int _logLines;

    public RunSession(ProcessChannel channel, RunRequest request, ModuleSetView modules, RunGrants grants)
    {
        _channel = channel;
        _request = request;
        _grants = grants;
        _modules = modules;
        Job = new JobContext(
            this, request.Identity, new JobParams(() => JobState.ParseObject(request.Params)), () => JobState.ParseObject(request.Properties),
            new TaskResults(() => JobState.ParseResults(request.Results)), () => _ended || _cancelled);
        Log = new ScriptLog(WriteLog);
    }

    /// <inheritdoc/>
    public JobContext Job { get; }

    /// <inheritdoc/>
    public ScriptLog Log { get; }

    /// <inheritdoc/>
    public TaskError? Error => _request.Error;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Config => _grants.Config;

    /// <inheritdoc/>
    public ModuleVersionMap CurrentVersions => _modules.Current;

    /// <inheritdoc/>
    public ModuleVersionMap JobVersions => _modules.Requested;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IReadOnlyList<VersionValue>> InstalledVersions => _modules.Installed;

    /// <inheritdoc/>
    public CancellationToken Cancellation
    {
        get
        {
            lock (_gate)
            {
                if (_cancellation is null)
                {
                    _cancellation = new CancellationTokenSource();
                    if (_cancelled) _cancellation.Cancel(); // Nobody has registered yet: no code of a body runs here.
                }

                return _cancellation.Token;
            }
        }
    }

    /// <summary>True once the service has cancelled the run.</summary>
    public bool IsCancelled => _cancelled;

    /// <summary>Cancels the run. The body's callbacks run elsewhere: the caller's thread must stay free.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _cancelled = true;
            _ = _cancellation?.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public bool IsGreater(string? module, VersionValue a, VersionValue b) => _modules.IsGreater(module, a, b);

    /// <inheritdoc/>
    public bool IsBackwardCompatible(string module, string requested, string available) =>
        _modules.IsBackwardCompatible(module, requested, available);

    /// <inheritdoc/>
    public bool HasMember(string path) => _modules.HasMember(path);

    /// <inheritdoc/>
    public string Secret(string name) => _grants.Secrets.TryGetValue(name, out var value)
        ? value
        : throw new KeyNotFoundException($"This workflow was granted no secret '{name}'.");

    /// <inheritdoc/>
    public object Module(string alias)
    {
        var cancellation = Cancellation;
        lock (_entries)
        {
            if (!_entries.TryGetValue(alias, out var entry))
            {
                entry = _modules.Load(alias).CreateEntry(new ModuleContext(Config, Log, cancellation));
                _entries.Add(alias, entry);
            }

            return entry;
        }
    }

    /// <inheritdoc/>
    public void AppendInfo(JsonNode? value)
    {
        var json = _grants.Mask.Json(BoundedJson.Write(value, "An element of the job's info", RunLimits.MaxInfoBytes));
        if (Interlocked.Increment(ref _infos) > RunLimits.MaxInfos)
        {
            throw new InvalidOperationException($"A run may append {RunLimits.MaxInfos} elements to the job's info, and it has.");
        }

        Send(FrameKind.Info, json, static (buffer, json) => buffer.WriteBytes(json.Span));
    }

    /// <inheritdoc/>
    public void ReportProgress(double fraction) =>
        Send(FrameKind.Progress, double.IsNaN(fraction) ? 0 : Math.Clamp(fraction, 0, 1), static (buffer, value) => buffer.WriteDouble(value));

    /// <summary>Sends how the run ended. Its entry objects are disposed of first, while it may still say something.</summary>
    public void End(TaskRunResult result)
    {
        DisposeEntries();
        lock (_gate)
        {
            _ended = true;
            if (!SendResult(result)) SendResult(TooLarge());
        }
    }

    private bool SendResult(TaskRunResult result) =>
        _channel.Write(FrameKind.Result, (_request.RunId, result), static (buffer, state) => RunReply.Write(buffer, state.RunId, state.result));

    private void WriteLog(ScriptLogLevel level, string message)
    {
        var line = Interlocked.Increment(ref _logLines);
        if (line > RunLimits.MaxLogLines) return;
        var text = _grants.Mask.Text(message) ?? "";
        if (text.Length > RunLimits.MaxLogChars) text = string.Concat(text.AsSpan(0, RunLimits.MaxLogChars), "…");
        if (line == RunLimits.MaxLogLines) (level, text) = (ScriptLogLevel.Warn, $"This run has written {line} lines; the rest is dropped.");
        Send(FrameKind.Log, (level, text), static (buffer, state) =>
        {
            buffer.WriteByte((byte)state.level);
            buffer.WriteText(state.text);
        });
    }

    private void Send<T>(FrameKind kind, T content, Action<FrameBuffer, T> write)
    {
        lock (_gate)
        {
            if (_ended) return; // A stray thread of a body that has returned: the channel belongs to the next run.
            _channel.Write(kind, (_request.RunId, content, write), static (buffer, state) =>
            {
                buffer.WriteNumber(state.RunId);
                state.write(buffer, state.content);
            });
        }
    }

    private void DisposeEntries()
    {
        object[] entries;
        lock (_entries) entries = [.. _entries.Values];
        foreach (var entry in entries)
        {
            if (entry is not IDisposable disposable) continue;
            try
            {
                disposable.Dispose();
            }
            catch (Exception e)
            {
                Log.Warn($"Disposing of a module's entry object failed: {Safely.MessageOf(e)}");
            }
        }
    }

    private static TaskRunResult TooLarge() => new()
    {
        Outcome = TaskRunOutcome.Failed,
        Failure = new TaskFailure(
            "result_too_large", "The result and the changed parameters and properties together are too large.", null, null, false, null),
    };
}
