using TaskChain.Sandbox.Tests.Support;

namespace TaskChain.Sandbox.Tests.Pool;

/// <summary>Whatever a body does, its run ends with a named failure and the next one runs.</summary>
public sealed class FailureTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task RunAsync_BodyThrows_FailureHasTypeMessageLinesAndInner()
    {
        var result = await sandbox.Pool.RunAsync("throw");

        var failure = result.Failure!;
        Assert.Equal(TaskRunOutcome.Failed, result.Outcome);
        Assert.Equal(("task_failed", "Outer.", "System.InvalidOperationException"), (failure.Code, failure.Message, failure.TypeName));
        Assert.True(failure.IsRetryable);
        Assert.Equal("at body.csx:line 41", failure.StackTrace);
        Assert.Equal(("Inner.", "System.ArgumentException"), (failure.Inner!.Message, failure.Inner.TypeName));
    }

    [Fact]
    public async Task RunAsync_BodyFailsOnPurpose_FailureIsPermanentWithItsCode()
    {
        var result = await sandbox.Pool.RunAsync("fail");

        Assert.Equal(new TaskFailure("vm_not_found", "No such VM.", null, null, IsRetryable: false, null), result.Failure);
    }

    [Theory]
    [InlineData("hostile", "task_failed", "could not be read")]
    [InlineData("frozen", "task_failed", "'uuid'")]
    [InlineData("huge-result", "result_too_large", "4194304")]
    [InlineData("endless-result", "result_too_large", "4194304")]
    [InlineData("cycle", "result_not_serializable", "cycle")]
    [InlineData("nan", "result_not_serializable", "infinity")]
    [InlineData("task-result", "result_not_serializable", "not awaited")]
    [InlineData("out-of-memory", "memory_limit_exceeded", "")]
    [InlineData("missing", "task_failed", "'missing'")]
    public async Task RunAsync_BodyFails_FailureIsNamed(string body, string code, string words)
    {
        var result = await sandbox.Pool.RunAsync(body);

        Assert.Equal(TaskRunOutcome.Failed, result.Outcome);
        Assert.Equal(code, result.Failure!.Code);
        Assert.Contains(words, result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("42", (await sandbox.Pool.RunAsync("number")).Result.Text());
    }

    [Theory]
    [InlineData("exit", "Environment.Exit (exit code 7)")]
    [InlineData("fail-fast", "No way on.")]
    [InlineData("stack-overflow", "the stack overflowed")]
    [InlineData("thread-exception", "on a thread")]
    [InlineData("async-void", "async void")]
    public async Task RunAsync_BodyKillsItsWorker_FailureSaysHowAndOnlyTheWorkerIsLost(string body, string words)
    {
        var neighbour = sandbox.Pool.RunAsync("delay");

        var result = await sandbox.Pool.RunAsync(body);

        Assert.Equal(TaskRunOutcome.Failed, result.Outcome);
        Assert.Equal("worker_crashed", result.Failure!.Code);
        Assert.Contains(words, result.Failure.Message, StringComparison.Ordinal);
        Assert.True(result.Failure.IsRetryable);
        Assert.Equal(TaskRunOutcome.Succeeded, (await neighbour).Outcome);
        Assert.Equal("42", (await sandbox.Pool.RunAsync("number")).Result.Text());
    }

    [Fact]
    public async Task RunAsync_BodyFloodsItsOutput_IsNotDisturbed()
    {
        var result = await sandbox.Pool.RunAsync("flood");

        Assert.Equal("\"flooded\"", result.Result.Text());
    }

    [Fact]
    public async Task RunAsync_BytesAreNoAssembly_FailureSaysSo()
    {
        var result = await sandbox.Pool.RunAsync(Bodies.Run("nothing") with { ScriptHash = "broken", Assembly = new byte[] { 1, 2, 3 } });

        Assert.Equal("task_failed", result.Failure!.Code);
        Assert.Contains("no assembly", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ProgramCannotBeStarted_RunsFailAndHealthSaysWhy()
    {
        await using var pool = SandboxFixture.Create(options => options.WorkerPath = "/nowhere");

        var result = await pool.RunAsync("nothing");

        Assert.Equal("worker_unavailable", result.Failure!.Code);
        Assert.False(pool.Health.Ready);
        Assert.Contains("/nowhere", pool.Health.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ProgramIsNoWorker_RunsFail()
    {
        await using var pool = SandboxFixture.Create(options => options.WorkerPath = "/bin/true");

        var result = await pool.RunAsync("nothing");

        Assert.Equal("worker_unavailable", result.Failure!.Code);
    }
}
