using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Compilers;

/// <summary>A body from its request to its result.</summary>
internal sealed class PendingCompile(CompileRequest request)
{
    private readonly TaskCompletionSource<CompileResult> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What to compile.</summary>
    public CompileRequest Request => request;

    /// <summary>How many compilers died on it without being killed. Guarded by the pool's lock.</summary>
    public int Deaths { get; set; }

    /// <summary>The result to come.</summary>
    public Task<CompileResult> Completed => _completed.Task;

    /// <summary>Ends it; only the first end counts.</summary>
    public void Complete(CompileResult result) => _completed.TrySetResult(result);

    /// <summary>Ends it without a result.</summary>
    public void Fail(CompilerUnavailableException exception) => _completed.TrySetException(exception);
}
