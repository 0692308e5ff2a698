using TaskChain.Engine.Ports;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

public sealed class ChainTests : IAsyncLifetime
{
    private readonly EngineBox _box = new();

    public async ValueTask InitializeAsync() => await _box.StartAsync();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Run_ChainOfThree_Succeeds()
    {
        var job = await _box.RunAsync("""[{"name":"a","body":"one"},{"name":"b","body":"two"},{"name":"c","body":"three"}]""");

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal(["\"one\"", "\"two\"", "\"three\""], job.ChainResults.Select(entry => entry.Result.ToString()));
        Assert.Equal(1, job.Progress);
    }

    [Fact]
    public async Task Run_ChainOfThree_AppendsOncePerStep()
    {
        await _box.RunAsync("""[{"body":"one"},{"body":"two"},{"body":"three"}]""");

        Assert.Equal(3, _box.Storage.Jobs.Appends);
    }

    [Fact]
    public async Task Run_FailingTask_SkipsTheRestAndRunsOnError()
    {
        _box.Sandbox.Returns("bad", FakeSandbox.Fail("boom"));

        var job = await _box.RunAsync(
            """[{"name":"a","body":"bad"},{"name":"b","body":"two"}]""", ""","onerror":[{"name":"e","body":"clean"}]""");

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal("boom", job.Error?.Message);
        Assert.Single(job.ChainResults);
        Assert.Equal("\"clean\"", Assert.Single(job.OnErrorResults!).Result.ToString());
        var onError = _box.Sandbox.Runs.Single(run => run.Source == "clean").Run;
        Assert.Equal(("boom", "a"), (onError.Error?.Message, onError.Error?.Task));
    }

    [Fact]
    public async Task Run_RetryThenSuccess_KeepsOneEntryWithAttempts()
    {
        _box.Sandbox.Returns("flaky", FakeSandbox.Fail(), FakeSandbox.Ok("2"));

        var job = await _box.RunAsync("""[{"name":"a","body":"flaky","retry":3}]""");

        var entry = Assert.Single(job.ChainResults);
        Assert.Equal((JobStatus.Succeeded, 2, "2"), (job.Status, entry.Attempts, entry.Result.ToString()));
        Assert.Null(entry.Error);
        Assert.Equal([1, 2], _box.Sandbox.Runs.Select(run => run.Run.Identity.Attempt));
    }

    [Fact]
    public async Task Run_AllAttemptsFail_RunsFallbackWithTheError()
    {
        _box.Sandbox.Returns("bad", FakeSandbox.Fail("first"), FakeSandbox.Fail("last"));

        var job = await _box.RunAsync("""[{"name":"a","body":"bad","retry":2,"fallback":"rescue"},{"name":"b","body":"two"}]""");

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.True(job.ChainResults[0].FellBack);
        Assert.Equal("last", _box.Sandbox.Runs.Single(run => run.Source == "rescue").Run.Error?.Message);
    }

    [Fact]
    public async Task Run_FallbackFails_ItsErrorWins()
    {
        _box.Sandbox.Returns("bad", FakeSandbox.Fail("body"));
        _box.Sandbox.Returns("rescue", FakeSandbox.Fail("fallback"));

        var job = await _box.RunAsync("""[{"name":"a","body":"bad","fallback":"rescue"}]""");

        Assert.Equal((JobStatus.Failed, "fallback"), (job.Status, job.Error?.Message));
    }

    [Fact]
    public async Task Run_PermanentFailure_IsNotRetried()
    {
        _box.Sandbox.Returns("bad", FakeSandbox.Fail("no", retryable: false));

        var job = await _box.RunAsync("""[{"body":"bad","retry":5}]""");

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Single(_box.Sandbox.Runs);
    }

    [Fact]
    public async Task Run_Queue_GoesOnAfterTheQueueingTask()
    {
        _box.Sandbox.Returns("again", FakeSandbox.Of(TaskRunOutcome.Queue, TimeSpan.FromSeconds(5)));

        var job = await _box.RunAsync("""[{"body":"one"},{"body":"again"},{"body":"three"}]""");

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal("queue", EngineBox.Written(job).GetProperty("chain_results")[1].GetProperty("error").GetString());
        Assert.Equal(["one", "again", "three"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task Run_Again_RunsTheSameAttemptUntilItIsDone()
    {
        _box.Sandbox.Returns("poll", FakeSandbox.Of(TaskRunOutcome.Again, TimeSpan.FromSeconds(5)), FakeSandbox.Of(TaskRunOutcome.Again, TimeSpan.FromSeconds(5)), FakeSandbox.Ok("3"));

        var job = await _box.RunAsync("""[{"body":"poll","timeout":60}]""");

        Assert.Equal((JobStatus.Succeeded, 1), (job.Status, job.ChainResults[0].Attempts));
        Assert.Single(_box.Sandbox.Runs.Select(run => run.Run.Identity.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task Run_AgainBeyondTheTimeout_IsATimeout()
    {
        _box.Sandbox.Returns("poll", FakeSandbox.Of(TaskRunOutcome.Again, TimeSpan.FromSeconds(40)));

        var job = await _box.RunAsync("""[{"body":"poll","timeout":60}]""");

        Assert.Equal((JobStatus.Failed, "task timeout error"), (job.Status, job.Error?.Message));
        Assert.Equal(2, _box.Sandbox.Runs.Count);
    }

    [Fact]
    public async Task Run_WaitThenResume_ContinuesWithTheResult()
    {
        _box.Sandbox.Returns("wait", FakeSandbox.Of(TaskRunOutcome.Wait));
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"name":"w","body":"wait"},{"body":"results"}]"""));
        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Waiting);

        await _box.Engine.Jobs.ResumeAsync(posted.Id, EngineBox.Json("""{"result":{"ip":"10.0.0.1"}}"""), TestContext.Current.CancellationToken);
        var job = await _box.EndOfAsync(posted.Id);

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal("""{"ip":"10.0.0.1"}""", job.ChainResults[0].Result.ToString());
        Assert.Equal("""[{"name":"w","result":{"ip":"10.0.0.1"}}]""", new Contracts.RawJson(_box.Sandbox.Runs.Last().Run.Results).ToString());
    }

    [Fact]
    public async Task Run_WaitPastItsDeadline_Fails()
    {
        _box.Sandbox.Returns("wait", FakeSandbox.Of(TaskRunOutcome.Wait, deadline: _box.Time.GetUtcNow() + TimeSpan.FromMinutes(1)));

        var job = await _box.RunAsync("""[{"body":"wait"}]""");

        Assert.Equal((JobStatus.Failed, "task timeout error"), (job.Status, job.Error?.Message));
    }

    [Fact]
    public async Task Run_RetryOfTheWholeJob_LinksNewJobsUntilMaxAttempts()
    {
        _box.Sandbox.Returns("again", FakeSandbox.Of(TaskRunOutcome.Retry));
        var first = await _box.RunAsync("""[{"body":"again"}]""", ""","max_attempts":3,"initial_delay":1000""", ""","x":1""");

        var second = await _box.EndOfAsync(first.NextAttempt!.Value);
        var third = await _box.EndOfAsync(second.NextAttempt!.Value);

        Assert.All([first, second, third], job => Assert.Equal(JobStatus.Retried, job.Status));
        Assert.Null(third.NextAttempt);
        Assert.Equal((first.Id, second.Id), (second.PreviousAttempt, third.PreviousAttempt));
        Assert.Equal("""{"x":1}""", third.Params.ToString());
        Assert.Equal(2, third.NumAttempts);
    }

    [Fact]
    public async Task Run_PropertiesAndParams_FlowFromTaskToTask()
    {
        _box.Sandbox.Bodies["set"] = (_, _, _) => ValueTask.FromResult(FakeSandbox.Ok() with
        {
            PropertyChanges = """{"taskId":"t-1","gone":null}"""u8.ToArray(),
            Params = """{"a":2}"""u8.ToArray(),
        });

        var job = await _box.RunAsync("""[{"body":"set"},{"body":"read"}]""", job: ""","a":1""");

        var read = _box.Sandbox.Runs.Last().Run;
        Assert.Equal("""{"taskId":"t-1"}""", new Contracts.RawJson(read.Properties).ToString());
        Assert.Equal("""{"a":2}""", new Contracts.RawJson(read.Params).ToString());
        Assert.Equal("t-1", EngineBox.Written(job).GetProperty("taskId").GetString());
    }

    [Fact]
    public async Task Run_WorkflowTimeoutDuringATask_FailsTheJobWithoutRetry()
    {
        _box.Sandbox.Bodies["slow"] = (run, _, _) =>
        {
            _box.Time.Advance(run.Timeout);
            return ValueTask.FromResult(FakeSandbox.Of(TaskRunOutcome.TimedOut));
        };

        var job = await _box.RunAsync("""[{"body":"slow","timeout":90,"retry":3}]""", ""","timeout":30,"onerror":[{"body":"clean","timeout":100}]""");

        Assert.Equal((JobStatus.Failed, "workflow timeout"), (job.Status, job.Error?.Message));
        Assert.Equal(["slow", "clean"], _box.Sandbox.Runs.Select(run => run.Source));
        Assert.Equal(TimeSpan.FromSeconds(30), _box.Sandbox.Runs.First().Run.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(30), _box.Sandbox.Runs.Last().Run.Timeout);
    }

    [Fact]
    public async Task Run_TimeoutZero_MeansNoLimit()
    {
        await _box.RunAsync("""[{"body":"one"}]""", ""","timeout":0""");

        Assert.Equal(Timeout.InfiniteTimeSpan, _box.Sandbox.Runs.Single().Run.Timeout);
    }

    [Fact]
    public async Task Run_ExecAfter_StartsNotBefore()
    {
        var due = _box.Time.GetUtcNow() + TimeSpan.FromMinutes(1);

        var job = await _box.RunAsync("""[{"body":"one"}]""", job: $$""","exec_after":"{{due:O}}" """);

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.True(job.StartedAt >= due);
    }
}
