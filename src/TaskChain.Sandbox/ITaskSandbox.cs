namespace TaskChain.Sandbox;

/// <summary>Runs compiled task bodies in worker processes, one running body per process.</summary>
public interface ITaskSandbox
{
    /// <summary>
    /// Runs a body once. Never throws for what the body does: a failing, hanging, crashing or limit-breaking body is a <see cref="TaskRunResult"/>.
    /// Waits in line while every worker is busy; the task's timeout starts when a worker takes it.
    /// </summary>
    /// <param name="run">What to run.</param>
    /// <param name="observer">Is told of info, log lines and progress as they happen; may be null.</param>
    /// <param name="cancellationToken">Cancels the run: the body's token fires, and after <see cref="TaskRun.CancelGrace"/> its worker is killed.</param>
    ValueTask<TaskRunResult> RunAsync(TaskRun run, ITaskRunObserver? observer, CancellationToken cancellationToken);
}

/// <summary>Is told what a running body says, in order, before its result, on the worker's reading thread: it must not block.</summary>
public interface ITaskRunObserver
{
    /// <summary>The body has been handed to a worker.</summary>
    void OnStarted(int workerProcessId);

    /// <summary>One element (JSON, UTF-8) was appended to the job's info. The memory is only valid during the call.</summary>
    void OnInfo(ReadOnlyMemory<byte> json);

    /// <summary>A line of the job's log.</summary>
    void OnLog(ScriptLogLevel level, string message);

    /// <summary>Progress from 0 to 1.</summary>
    void OnProgress(double fraction);
}
