using System.Text;
using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

/// <summary>node-workflow's semantics of tasks and jobs where several features meet.</summary>
public sealed class TaskSemanticsTests : IAsyncLifetime
{
    private readonly EngineBox _box = new();

    public async ValueTask InitializeAsync() => await _box.StartAsync();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task N20_ResumeWithError_FailsTheJobAndTheEntryHasTheError()
    {
        _box.Sandbox.Returns("wait", FakeSandbox.Of(TaskRunOutcome.Wait));
        var posted = await PostAsync("""[{"name":"w","body":"wait","retry":5},{"body":"two"}]""", ""","onerror":[{"body":"clean"}]""");
        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Waiting);

        await ResumeAsync(posted.Id, """{"error":{"message":"no such host"}}""");
        var job = await _box.EndOfAsync(posted.Id);

        Assert.Equal((JobStatus.Failed, "no such host"), (job.Status, job.Error?.Message));
        Assert.Equal("no such host", Assert.Single(job.ChainResults).Error?.Message);
        Assert.Equal(["wait", "clean"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task N44_Queue_CarriesTheWorkflowsTimeoutOver()
    {
        _box.Sandbox.Bodies["queue"] = (_, _, _) =>
        {
            _box.Time.Advance(TimeSpan.FromSeconds(40));
            return ValueTask.FromResult(FakeSandbox.Of(TaskRunOutcome.Queue, TimeSpan.FromMinutes(10)));
        };
        var posted = await PostAsync("""[{"body":"one"},{"body":"queue"},{"body":"three"}]""", ""","timeout":100""");

        var queued = await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Queued && view.ChainResults.Count == 2);
        var job = await _box.EndOfAsync(posted.Id);

        Assert.Equal("queue", queued.ChainResults[1].Word);
        Assert.InRange(queued.Elapsed, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(50));
        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal(["one", "queue", "three"], _box.Sandbox.Runs.Select(run => run.Source));
        Assert.InRange(_box.Sandbox.Runs.Last().Run.Timeout, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task N45_WorkflowTimeoutBetweenTwoTasks_HasAnEntryOfNoTask()
    {
        _box.Sandbox.Bodies["slow"] = (_, _, _) =>
        {
            _box.Time.Advance(TimeSpan.FromSeconds(31));
            return ValueTask.FromResult(FakeSandbox.Ok());
        };

        var job = await _box.RunAsync("""[{"name":"a","body":"slow"},{"name":"b","body":"two"}]""", ""","timeout":30""");

        var entries = EngineBox.Written(job).GetProperty("chain_results");
        Assert.Equal((JobStatus.Failed, "workflow timeout"), (job.Status, job.Error?.Message));
        Assert.Equal(2, entries.GetArrayLength());
        Assert.Equal(["result", "error", "finished_at", "status"], entries[1].EnumerateObject().Select(member => member.Name));
        Assert.Equal(("", "workflow timeout"), (entries[1].GetProperty("result").GetString(), entries[1].GetProperty("error").GetString()));
        Assert.Equal(["slow"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task N47_OnErrorThatTimesOut_IsShownAndTheJobKeepsItsError()
    {
        _box.Sandbox.Returns("bad", FakeSandbox.Fail("boom"));
        _box.Sandbox.Bodies["slow"] = (run, _, _) =>
        {
            _box.Time.Advance(run.Timeout);
            return ValueTask.FromResult(FakeSandbox.Of(TaskRunOutcome.TimedOut));
        };

        var job = await _box.RunAsync(
            """[{"body":"bad"}]""", ""","timeout":30,"onerror":[{"name":"e","body":"slow"},{"body":"never"}]""");

        Assert.Equal((JobStatus.Failed, "boom"), (job.Status, job.Error?.Message));
        Assert.Equal("workflow timeout", Assert.Single(job.OnErrorResults!).Word);
    }

    [Fact]
    public async Task N48_OnErrorThatFails_StopsTheRestAndKeepsBothErrors()
    {
        _box.Sandbox.Returns("bad", FakeSandbox.Fail("boom"));
        _box.Sandbox.Returns("worse", FakeSandbox.Fail("worse"));

        var job = await _box.RunAsync("""[{"body":"bad"}]""", ""","onerror":[{"body":"worse"},{"body":"never"}]""");

        Assert.Equal((JobStatus.Failed, "boom"), (job.Status, job.Error?.Message));
        Assert.Equal("worse", Assert.Single(job.OnErrorResults!).Error?.Message);
    }

    [Theory]
    [InlineData(TaskRunOutcome.Queue)]
    [InlineData(TaskRunOutcome.Wait)]
    [InlineData(TaskRunOutcome.Again)]
    [InlineData(TaskRunOutcome.Retry)]
    public async Task OnError_WithASpecialOutcome_GoesOnAndTheJobFails(TaskRunOutcome outcome)
    {
        _box.Sandbox.Returns("bad", FakeSandbox.Fail("boom"));
        _box.Sandbox.Returns("special", FakeSandbox.Of(outcome, TimeSpan.FromSeconds(1)), FakeSandbox.Ok());
        var posted = await PostAsync("""[{"body":"bad"}]""", ""","onerror":[{"body":"special"},{"body":"last"}]""");
        if (outcome == TaskRunOutcome.Wait)
        {
            await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Waiting);
            await ResumeAsync(posted.Id, """{"result":1}""");
        }

        var job = await _box.EndOfAsync(posted.Id);

        Assert.Equal((JobStatus.Failed, "boom", null), (job.Status, job.Error?.Message, job.NextAttempt));
        Assert.Equal("last", _box.Sandbox.Runs.Last().Source);
        Assert.Equal(2, job.OnErrorResults!.Count);
    }

    [Theory]
    [InlineData(TaskRunOutcome.Queue, "queue")]
    [InlineData(TaskRunOutcome.Wait, null)]
    [InlineData(TaskRunOutcome.Again, null)]
    [InlineData(TaskRunOutcome.Retry, "retry")]
    public async Task Fallback_WithASpecialOutcome_IsHeeded(TaskRunOutcome outcome, string? word)
    {
        _box.Sandbox.Returns("bad", FakeSandbox.Fail("boom"));
        _box.Sandbox.Returns("rescue", FakeSandbox.Of(outcome, TimeSpan.FromSeconds(1)), FakeSandbox.Ok());
        var posted = await PostAsync("""[{"body":"bad","fallback":"rescue"},{"body":"two"}]""", ""","max_attempts":1""");
        if (outcome == TaskRunOutcome.Wait)
        {
            await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Waiting);
            await ResumeAsync(posted.Id, """{"result":1}""");
        }

        var job = await _box.EndOfAsync(posted.Id);

        Assert.Equal(outcome == TaskRunOutcome.Retry ? JobStatus.Retried : JobStatus.Succeeded, job.Status);
        Assert.Equal((word, "succeeded", true), (job.ChainResults[0].Word, job.ChainResults[0].Status, job.ChainResults[0].FellBack));
    }

    [Fact]
    public async Task N53_BackOff_DoublesFromTheEndOfTheFailedAttemptUpToItsLimit()
    {
        _box.Sandbox.Bodies["again"] = (_, _, _) =>
        {
            _box.Time.Advance(TimeSpan.FromSeconds(2));
            return ValueTask.FromResult(FakeSandbox.Of(TaskRunOutcome.Retry));
        };
        var job = await _box.RunAsync("""[{"body":"again"}]""", ""","max_attempts":6,"initial_delay":1000,"max_delay":5000""");

        foreach (var seconds in new[] { 1, 2, 4, 5, 5 })
        {
            var next = await _box.EndOfAsync(job.NextAttempt!.Value);
            Assert.Equal(job.FinishedAt + TimeSpan.FromSeconds(seconds), next.ExecAfter);
            Assert.True(next.StartedAt >= next.ExecAfter);
            job = next;
        }

        Assert.Null(job.NextAttempt);
    }

    [Fact]
    public async Task N55_WaitThenResume_CompletesAllThreeTasks()
    {
        _box.Sandbox.Returns("wait", FakeSandbox.Of(TaskRunOutcome.Wait));
        var posted = await PostAsync("""[{"body":"one"},{"body":"wait"},{"body":"three"}]""");
        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Waiting);

        var resumed = await ResumeAsync(posted.Id, "{}");
        var job = await _box.EndOfAsync(posted.Id);

        Assert.Equal("\"OK\"", resumed.ChainResults[1].Result.ToString());
        Assert.Equal((JobStatus.Succeeded, 3), (job.Status, job.ChainResults.Count));
    }

    [Fact]
    public async Task Wait_ForHours_DoesNotCountAgainstTheTimeout()
    {
        _box.Sandbox.Returns("wait", FakeSandbox.Of(TaskRunOutcome.Wait));
        var posted = await PostAsync("""[{"body":"wait"},{"body":"two"}]""", ""","timeout":100""");
        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Waiting);
        _box.Time.Advance(TimeSpan.FromHours(5));

        await ResumeAsync(posted.Id, "{}");
        var job = await _box.EndOfAsync(posted.Id);

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.InRange(_box.Sandbox.Runs.Last().Run.Timeout, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(100));
    }

    [Fact]
    public async Task TaskTimeout_IsGivenAnewToEachAttemptAndToTheFallback()
    {
        _box.Sandbox.Bodies["slow"] = (run, _, _) =>
        {
            _box.Time.Advance(run.Timeout);
            return ValueTask.FromResult(FakeSandbox.Of(TaskRunOutcome.TimedOut));
        };

        var job = await _box.RunAsync("""[{"name":"a","body":"slow","timeout":10,"retry":3,"fallback":"slow"}]""");

        Assert.Equal((JobStatus.Failed, "task timeout error"), (job.Status, job.Error?.Message));
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(10), 4), _box.Sandbox.Runs.Select(run => run.Run.Timeout));
        Assert.Equal("task timeout error", _box.Sandbox.Runs.Last().Run.Error?.Message);
        Assert.Equal("task timeout error", EngineBox.Written(job).GetProperty("chain_results")[0].GetProperty("error").GetString());
    }

    [Fact]
    public async Task WorkflowTimeout_DuringRetriesOfATask_EndsThem()
    {
        _box.Sandbox.Bodies["slow"] = (run, _, _) =>
        {
            _box.Time.Advance(run.Timeout);
            return ValueTask.FromResult(FakeSandbox.Of(TaskRunOutcome.TimedOut));
        };

        var job = await _box.RunAsync("""[{"body":"slow","timeout":10,"retry":9,"fallback":"slow"}]""", ""","timeout":25""");

        Assert.Equal((JobStatus.Failed, "workflow timeout"), (job.Status, job.Error?.Message));
        Assert.Equal([10, 10, 5], _box.Sandbox.Runs.Select(run => run.Run.Timeout.TotalSeconds));
    }

    [Fact]
    public async Task N73_Results_KeepTheirTypes()
    {
        string[] values = ["0", "1.50", "false", "true", "null", "\"\"", "[]", """{"a":null}"""];
        for (var i = 0; i < values.Length; i++) _box.Sandbox.Returns($"b{i}", FakeSandbox.Ok(values[i]));

        var job = await _box.RunAsync("[" + string.Join(",", values.Select((_, i) => $$"""{"body":"b{{i}}"}""")) + """,{"body":"results"}]""");

        Assert.Equal(values, EngineBox.Written(job).GetProperty("chain_results").EnumerateArray().Take(values.Length).Select(entry => entry.GetProperty("result").GetRawText()));
        using var seen = JsonDocument.Parse(_box.Sandbox.Runs.Last().Run.Results);
        Assert.Equal(values, seen.RootElement.EnumerateArray().Select(entry => entry.GetProperty("result").GetRawText()));
    }

    [Fact]
    public async Task Retry_OfTheWholeJob_CarriesParamsAndLeavesProperties()
    {
        _box.Sandbox.Bodies["again"] = (_, _, _) => ValueTask.FromResult(FakeSandbox.Of(TaskRunOutcome.Retry) with
        {
            Params = Encoding.UTF8.GetBytes("""{"n":2}"""),
            PropertyChanges = Encoding.UTF8.GetBytes("""{"taskId":7}"""),
        });

        var first = await _box.RunAsync("""[{"body":"again"}]""", ""","max_attempts":2""", ""","n":1""");
        var second = await _box.EndOfAsync(first.NextAttempt!.Value);

        Assert.Equal("""{"taskId":7}""", first.Properties.ToString());
        Assert.Equal("""{"n":2}""", second.Params.ToString());
        Assert.Equal("{}", new RawJson(_box.Sandbox.Runs.Last().Run.Properties).ToString());
    }

    [Fact]
    public async Task TrustDomain_OfAJob_IsItsConsumer()
    {
        var workflow = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        foreach (var consumer in new[] { null, "vmapi" })
        {
            var submission = await _box.Engine.Jobs.SubmitAsync(
                EngineBox.Json($$"""{"workflow":"{{workflow}}"}"""), new SubmitContext(consumer), TestContext.Current.CancellationToken);
            await _box.EndOfAsync(Assert.IsType<JobSubmission.Accepted>(submission).Job.Id);
        }

        Assert.Equal(["local", "vmapi"], _box.Sandbox.Runs.Select(run => run.Run.TrustDomain));
    }

    private async Task<JobView> PostAsync(string chain, string more = "") => await _box.PostJobAsync(await _box.PostWorkflowAsync(chain, more));

    private async Task<JobView> ResumeAsync(Guid job, string body) =>
        Assert.IsType<JobResumption.Resumed>(await _box.Engine.Jobs.ResumeAsync(job, EngineBox.Json(body), TestContext.Current.CancellationToken)).Job;
}
