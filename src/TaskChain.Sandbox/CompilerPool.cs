using System.Text;
using Microsoft.Extensions.Logging;
using TaskChain.Sandbox.Compilers;
using TaskChain.Sandbox.Processes;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox;

/// <summary>
/// The pool of compiler processes. One that works on a body for long gets a stand-in at once, so that by the time it is killed nobody has waited for
/// a new one to become warm.
/// </summary>
public sealed partial class CompilerPool : IScriptCompiler, ICompilerOwner, IAsyncDisposable
{
    private const int MaxStuck = 2;
    private const int MaxDeaths = 2;
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SandboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ProcessLaunch _launch;
    private readonly HashSet<CompilerProcess> _alive = [];
    private readonly List<CompilerProcess> _idle = [];
    private readonly LinkedList<PendingCompile> _waiting = [];
    private readonly StartRecord _starts;
    private readonly ITimer _upkeep;
    private readonly TaskCompletionSource _allDead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _starting;
    private bool _disposed;

    /// <summary>Creates the pool and begins to start its compilers.</summary>
    /// <param name="options">Sizes and limits.</param>
    /// <param name="clock">Measures the limits.</param>
    /// <param name="logger">Receives starts, ends and kills of compilers.</param>
    public CompilerPool(SandboxOptions options, TimeProvider clock, ILogger<CompilerPool> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        _options = options;
        _clock = clock;
        _logger = logger;
        _launch = ProcessLaunch.Create(options.CompilerPath, options.CompilerHeapBytes);
        _starts = new StartRecord(clock);
        _upkeep = clock.CreateTimer(static state => ((CompilerPool)state!).Upkeep(), this, LookEvery, LookEvery);
        lock (_gate) StartMissing();
    }

    /// <summary>How the pool is now.</summary>
    public CompilerHealth Health
    {
        get
        {
            lock (_gate)
            {
                var busy = _alive.Count - _idle.Count;
                return new CompilerHealth(!_disposed && _alive.Count > 0, _alive.Count, busy, _starting, _waiting.Count, _starts.Problem);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<CompileResult> CompileAsync(CompileRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = Encoding.UTF8.GetByteCount(request.Body);
        if (bytes > _options.MaxBodyBytes) return CompileRefusal.TooLong(bytes, _options.MaxBodyBytes);

        var pending = new PendingCompile(request);
        Enqueue(pending);
        try
        {
            var result = await pending.Completed.WaitAsync(cancellationToken);
            return result.Failure is null ? result : throw new CompilerUnavailableException(result.Failure);
        }
        catch (OperationCanceledException)
        {
            // One that is being compiled is compiled to its end: killing the compiler would cost the others more.
            lock (_gate) _waiting.Remove(pending);
            throw;
        }
    }

    /// <summary>Kills all compilers and waits until they are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        List<PendingCompile> waiting;
        List<CompilerProcess> alive;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            waiting = [.. _waiting];
            _waiting.Clear();
            alive = [.. _alive];
            if (_starts.Processes == 0) _allDead.TrySetResult();
        }

        await _upkeep.DisposeAsync();
        waiting.ForEach(pending => pending.Fail(Stopped()));
        alive.ForEach(compiler => compiler.Kill());
        await _allDead.Task;
    }

    private void Enqueue(PendingCompile pending)
    {
        CompilerProcess? compiler = null;
        lock (_gate)
        {
            if (_disposed) throw Stopped();
            if (_waiting.Count == 0 && _idle.Count > 0) compiler = TakeIdle();
            if (compiler is null) _waiting.AddLast(pending);
            else compiler.Compiles++;
            StartMissing();
        }

        if (compiler is not null) Begin(compiler, pending);
    }

    private CompilerProcess TakeIdle()
    {
        var compiler = _idle[^1];
        _idle.RemoveAt(_idle.Count - 1);
        return compiler;
    }

    private static CompilerUnavailableException Stopped() => new("The compiler pool has been stopped.");
}
