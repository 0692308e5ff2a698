namespace TaskChain.Sandbox.Workers;

/// <summary>A run from its request to its result.</summary>
internal sealed class PendingRun(TaskRun run, ITaskRunObserver? observer, long enqueued)
{
    private readonly TaskCompletionSource<TaskRunResult> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _cancelRequested;

    /// <summary>What to run.</summary>
    public TaskRun Run => run;

    /// <summary>Is told what the body says; may be null.</summary>
    public ITaskRunObserver? Observer => observer;

    /// <summary>When it was asked for, as a timestamp of the pool's clock.</summary>
    public long Enqueued => enqueued;

    /// <summary>The worker that runs it; null while it waits. Guarded by the pool's lock.</summary>
    public WorkerProcess? Worker { get; set; }

    /// <summary>True once its caller wants it cancelled: whoever hands it to a worker looks afterwards.</summary>
    public bool CancelRequested
    {
        get => _cancelRequested;
        set => _cancelRequested = value;
    }

    /// <summary>Registered with the caller's token.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>The result to come.</summary>
    public Task<TaskRunResult> Completed => _completed.Task;

    /// <summary>Ends the run; only the first call counts.</summary>
    public void Complete(TaskRunResult result)
    {
        if (_completed.TrySetResult(result)) Registration.Unregister();
    }

    /// <summary>Ends the run as cancelled.</summary>
    public void Cancel() => Complete(new TaskRunResult { Outcome = TaskRunOutcome.Canceled });

    /// <summary>Ends the run as failed.</summary>
    public void Fail(string code, string message, bool retryable) =>
        Complete(new TaskRunResult { Outcome = TaskRunOutcome.Failed, Failure = new TaskFailure(code, message, null, null, retryable, null) });
}
