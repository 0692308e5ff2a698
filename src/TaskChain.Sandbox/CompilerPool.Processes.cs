using TaskChain.Sandbox.Compilers;
using TaskChain.Sandbox.Processes;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox;

/// <content>Compilers come and go.</content>
public sealed partial class CompilerPool
{
    /// <inheritdoc/>
    void ICompilerOwner.OnReady(CompilerProcess compiler)
    {
        CompilerProcess? worn = null;
        lock (_gate)
        {
            _starting--;
            _starts.Succeeded();
            _alive.Add(compiler);
            if (_idle.Find(IsWorn) is { } found)
            {
                _idle.Remove(found);
                worn = found;
            }
        }

        LogReady(compiler.ProcessId);
        worn?.Kill(); // It has a successor now.
        Offer(compiler);
    }

    /// <inheritdoc/>
    void ICompilerOwner.OnCompiled(CompilerProcess compiler, PendingCompile pending, CompileResult result)
    {
        bool surplus;
        lock (_gate)
        {
            compiler.IsStuck = false;
            surplus = _alive.Count > _options.Compilers && _alive.Count(other => !other.IsStuck && !IsWorn(other)) > _options.Compilers;
            StartMissing();
        }

        // A stand-in came while it was slow.
        if (surplus) compiler.Kill();
        else Offer(compiler);
        pending.Complete(result);
    }

    /// <inheritdoc/>
    void ICompilerOwner.OnSlow(CompilerProcess compiler)
    {
        lock (_gate)
        {
            compiler.IsStuck = true;
            StartMissing();
        }
    }

    /// <inheritdoc/>
    void ICompilerOwner.OnDead(CompilerProcess compiler, PendingCompile? pending, bool timedOut, ExitStatus status, string output)
    {
        bool wasAlive;
        lock (_gate)
        {
            _idle.Remove(compiler);
            wasAlive = _alive.Remove(compiler);
            _starts.Processes--;
        }

        if (!wasAlive) OnStartFailed($"The compiler ended before it was ready ({status}). {output}".TrimEnd());
        else if (timedOut) LogKilled(compiler.ProcessId, _options.CompileTimeout.TotalSeconds);
        else LogEnded(compiler.ProcessId, compiler.Compiles, status.ToString(), output);

        if (pending is not null) EndAfterDeath(pending, timedOut, status);
        lock (_gate)
        {
            StartMissing();
            if (_disposed && _starts.Processes == 0) _allDead.TrySetResult();
        }
    }

    // A death that nobody asked for may have been chance: the body is tried once more, at the head of the line.
    private void EndAfterDeath(PendingCompile pending, bool timedOut, ExitStatus status)
    {
        if (timedOut)
        {
            pending.Complete(CompileRefusal.TimedOut(_options.CompileTimeout));
            return;
        }

        bool again;
        bool disposed;
        lock (_gate)
        {
            disposed = _disposed;
            again = !disposed && ++pending.Deaths < MaxDeaths;
            if (again) _waiting.AddFirst(pending);
        }

        if (again) OfferIdle();
        else if (disposed) pending.Fail(Stopped());
        else pending.Complete(CompileRefusal.Crashed(status.ToString()));
    }

    private void OfferIdle()
    {
        CompilerProcess? idle = null;
        lock (_gate)
        {
            if (_idle.Count > 0) idle = TakeIdle();
        }

        if (idle is not null) Offer(idle);
    }

    private void Offer(CompilerProcess compiler)
    {
        PendingCompile? next = null;
        bool kill;
        lock (_gate)
        {
            kill = _disposed;
            if (!kill && _waiting.First is { } first)
            {
                next = first.Value;
                _waiting.RemoveFirst();
                compiler.Compiles++;
            }
            else if (!kill)
            {
                _idle.Add(compiler);
            }
        }

        if (kill) compiler.Kill();
        if (next is not null) Begin(compiler, next);
    }

    // A compiler may die between the moment it is taken and the moment it is handed the body.
    private void Begin(CompilerProcess compiler, PendingCompile pending)
    {
        if (compiler.Start(pending)) return;
        lock (_gate)
        {
            if (!_disposed)
            {
                _waiting.AddFirst(pending);
                StartMissing();
            }
        }

        if (_disposed) pending.Fail(Stopped());
        else OfferIdle();
    }

    private bool IsWorn(CompilerProcess compiler) => compiler.Compiles >= _options.RecycleAfterCompiles;

    // Guarded by the lock. Worn and stuck compilers get a successor before they go.
    private void StartMissing()
    {
        if (_disposed || !_starts.MayTry) return;
        var fit = _alive.Count(compiler => !compiler.IsStuck && !IsWorn(compiler)) + _starting;
        for (; fit < _options.Compilers && _starts.Processes < _options.Compilers + MaxStuck; fit++)
        {
            _starting++;
            _starts.Processes++;
            _ = StartAsync();
        }
    }

    private async Task StartAsync()
    {
        try
        {
            var child = await Launcher.StartAsync(_launch);
            var compiler = new CompilerProcess(child, this, _clock, SlowAfter, _options.CompileTimeout);
            compiler.Listen();
            bool unwanted;
            lock (_gate) unwanted = _disposed;
            if (unwanted) compiler.Kill();
        }
        catch (Exception e)
        {
            // Nobody awaits this: whatever prevents a start is counted, logged and shown by the health page.
            OnStartFailed(e.Message);
            lock (_gate)
            {
                _starts.Processes--;
                if (_disposed && _starts.Processes == 0) _allDead.TrySetResult();
            }
        }
    }

    private void OnStartFailed(string problem)
    {
        List<PendingCompile> hopeless = [];
        lock (_gate)
        {
            _starting--;
            if (_disposed) return;
            _starts.Failed(problem);
            _upkeep.Change(_starts.Pause + TimeSpan.FromMilliseconds(1), LookEvery);
            if (_alive.Count == 0 && _starts.IsHopeless)
            {
                hopeless = [.. _waiting];
                _waiting.Clear();
            }
        }

        LogStartFailed(_launch.FileName, problem);
        hopeless.ForEach(pending => pending.Fail(new CompilerUnavailableException($"No compiler can be started: {problem}")));
    }

    private void Upkeep()
    {
        lock (_gate) StartMissing();
    }
}
