using System.Text;
using System.Text.Json;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Services;

public sealed class JobViewTests : IAsyncLifetime
{
    private const string Chains = ",\"onerror\":[{\"name\":\"e\",\"body\":\"x\"}],\"oncancel\":[{\"name\":\"c\",\"body\":\"y\"}]";

    private readonly EngineBox _box = new();

    public async ValueTask InitializeAsync() => await _box.StartAsync();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Posted_HasTheContractsMembers()
    {
        var workflow = await _box.PostWorkflowAsync("""[{"name":"t","body":"one"}]""", Chains + ",\"max_attempts\":3,\"initial_delay\":10,\"max_delay\":70.5,\"timeout\":0");

        var job = EngineBox.Written(await _box.PostJobAsync(workflow, ",\"a\":1"));

        Assert.Equal(
            [
                "uuid", "workflow_uuid", "workflow", "name", "execution", "params", "exec_after", "created_at", "num_attempts", "timeout", "max_attempts", "initial_delay",
                "max_delay", "runner_id", "elapsed", "progress", "chain", "chain_results", "onerror", "onerror_results", "oncancel", "oncancel_md5",
                "oncancel_results",
            ],
            job.EnumerateObject().Select(member => member.Name));
        Assert.Equal((0, 3, 10, 70.5), (Number(job, "timeout"), Number(job, "max_attempts"), Number(job, "initial_delay"), Number(job, "max_delay")));
        Assert.Equal(JsonValueKind.Null, job.GetProperty("runner_id").ValueKind);
        Assert.Equal("[]", job.GetProperty("onerror_results").GetRawText());
        Assert.Equal("2026-01-01T00:00:00Z", job.GetProperty("created_at").GetString());
        Assert.Equal("2026-01-01T00:00:00Z", job.GetProperty("exec_after").GetString());
    }

    [Fact]
    public async Task Posted_OfAPlainWorkflow_HasNoErrorNorCancelChain()
    {
        var job = EngineBox.Written(await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"name":"t","body":"one"}]""")));

        Assert.DoesNotContain(job.EnumerateObject(), member => member.Name.StartsWith("on", StringComparison.Ordinal));
        Assert.False(job.TryGetProperty("initial_delay", out _));
        Assert.Equal(3600, Number(job, "timeout"));
    }

    [Fact]
    public async Task Running_TellsWhoRunsItSinceWhen()
    {
        var held = new HeldBodies(_box);
        held.Hold("one");
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"name":"t","body":"one"}]"""));
        await held.UntilAsync(1);
        _box.Time.Advance(TimeSpan.FromSeconds(3));

        var job = EngineBox.Written(await _box.UntilAsync(posted.Id, view => view.CurrentTask is not null));

        Assert.Equal(_box.Engine.Status.Runner!.Value.Value, job.GetProperty("runner_id").GetGuid());
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), job.GetProperty("started").GetInt64());
        Assert.True(Number(job, "elapsed") >= 3);
        Assert.Equal("t", job.GetProperty("current_task").GetString());
    }

    [Fact]
    public async Task Retried_IsLinkedWithItsSuccessor()
    {
        _box.Sandbox.Returns("one", FakeSandbox.Of(TaskRunOutcome.Retry), FakeSandbox.Ok());

        var first = await _box.RunAsync("""[{"name":"t","body":"one"}]""");
        var second = EngineBox.Written(await _box.EndOfAsync(first.NextAttempt!.Value));

        Assert.Equal(second.GetProperty("uuid").GetGuid(), EngineBox.Written(first).GetProperty("next_attempt").GetGuid());
        Assert.Equal((first.Id, 1), (second.GetProperty("prev_attempt").GetGuid(), Number(second, "num_attempts")));
        Assert.Equal("retry", EngineBox.Written(first).GetProperty("chain_results")[0].GetProperty("error").GetString());
    }

    [Fact]
    public async Task N45_WorkflowTimeoutBetweenTasks_IsAnEntryOfNoTask()
    {
        _box.Sandbox.Returns("one", FakeSandbox.Of(TaskRunOutcome.Again, TimeSpan.FromSeconds(2)));

        var job = EngineBox.Written(await _box.RunAsync("""[{"name":"t","body":"one"}]""", ",\"timeout\":5"));

        var last = job.GetProperty("chain_results").EnumerateArray().Last();
        Assert.Equal(("workflow timeout", ""), (last.GetProperty("error").GetString(), last.GetProperty("result").GetString()));
        Assert.True(last.TryGetProperty("finished_at", out _));
        Assert.Equal("failed", job.GetProperty("execution").GetString());
    }

    [Theory]
    [InlineData("execution", "succeeded")]
    [InlineData("error", null)]
    [InlineData("paused", null)]
    [InlineData("consumer", null)]
    [InlineData("oncancel_md5", null)]
    public async Task Property_WithANameOfTheServices_StaysInsideTheJob(string name, string? shown)
    {
        _box.Sandbox.Bodies["one"] = (_, _, _) =>
            ValueTask.FromResult(FakeSandbox.Ok() with { PropertyChanges = Encoding.UTF8.GetBytes($$"""{"{{name}}":"mine"}""") });
        var seen = "";
        _box.Sandbox.Bodies["two"] = (run, _, _) =>
        {
            seen = Encoding.UTF8.GetString(run.Properties.Span);
            return ValueTask.FromResult(FakeSandbox.Ok());
        };

        var job = EngineBox.Written(await _box.RunAsync("""[{"name":"t","body":"one"},{"name":"u","body":"two"}]"""));

        Assert.Equal(shown, job.TryGetProperty(name, out var value) ? value.GetString() : null);
        Assert.Equal($$"""{"{{name}}":"mine"}""", seen);
    }

    [Fact]
    public async Task N51_Info_OfABody_HasItsDate_AndOfACallerIsAsPosted()
    {
        _box.Sandbox.Bodies["one"] = (_, observer, _) =>
        {
            observer!.OnInfo("""{"step": 1}"""u8.ToArray());
            observer.OnInfo("\"text\""u8.ToArray());
            return ValueTask.FromResult(FakeSandbox.Ok());
        };
        var job = await _box.RunAsync("""[{"name":"t","body":"one"}]""");
        await _box.Engine.Jobs.AppendInfoAsync(job.Id, EngineBox.Json("""{"data":7,"more":1}"""), TestContext.Current.CancellationToken);

        var info = await _box.Engine.Jobs.ReadOutputAsync(job.Id, Ports.JobOutputKind.Info, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                """{"data":{"step": 1},"date":"2026-01-01T00:00:00.000Z"}""", """{"data":"text","date":"2026-01-01T00:00:00.000Z"}""",
                """{"data":7,"more":1}""",
            ],
            info!.Select(element => Encoding.UTF8.GetString(element.Json.Span)));
    }

    [Theory]
    [InlineData("""{"data":{"a":[1]},"date":"2026-01-01T00:00:00.000Z"}""", """{"a":[1]}""")]
    [InlineData("""{"data":null,"date":"2026-01-01T00:00:00.000Z"}""", "null")]
    [InlineData("""{"data":7,"more":1}""", """{"data":7,"more":1}""")]
    [InlineData("""{"data":7}""", """{"data":7}""")]
    [InlineData("""{"date":"x"}""", """{"date":"x"}""")]
    [InlineData("7", "7")]
    public void Info_DataOf_IsWhatWasSaid(string element, string data) => Assert.Equal(data, JobInfo.DataOf(Encoding.UTF8.GetBytes(element)).ToString());

    private static double Number(JsonElement job, string name) => job.GetProperty(name).GetDouble();
}
