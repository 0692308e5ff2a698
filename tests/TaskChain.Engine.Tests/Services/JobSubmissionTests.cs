using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Services;

public sealed class JobSubmissionTests : IAsyncLifetime
{
    private const string Later = ",\"exec_after\":\"2027-01-01T00:00:00Z\"";
    private const string Taken = "Another job with the same target and params is already queued";
    private const string Locked = "Job target is currently locked by another job";

    private readonly EngineBox _box = new();
    private Guid _workflow;

    public async ValueTask InitializeAsync()
    {
        await _box.StartAsync();
        _workflow = await _box.PostWorkflowAsync("""[{"name":"t","body":"one"}]""");
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2.0,"a":1}""", true)]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", false)]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", false)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("{}", "{}", true)]
    public async Task N14_Submit_ForATargetThatAnEqualLiveJobHas_IsRefused(string first, string second, bool refused)
    {
        Accepted(await SubmitAsync(first, ",\"target\":\"/t\"" + Later));

        var submission = await SubmitAsync(second, ",\"target\":\"/t\"" + Later);

        if (refused) Assert.Equal(new JobSubmission.Conflict(ProblemCodes.InvalidArgument, Taken), submission);
        else Accepted(submission);
        Accepted(await SubmitAsync(second, ",\"target\":\"/other\"" + Later));
        Accepted(await SubmitAsync(second, Later));
        Accepted(await SubmitAsync(second, Later));
    }

    [Theory]
    [InlineData("queued")]
    [InlineData("running")]
    [InlineData("waiting")]
    [InlineData("succeeded")]
    public async Task N14_Submit_WhileAnEqualJobIsThere_DependsOnWhetherItLives(string status)
    {
        var held = new HeldBodies(_box);
        if (status == "running") held.Hold("one");
        if (status == "waiting") _box.Sandbox.Returns("one", FakeSandbox.Of(TaskRunOutcome.Wait));
        var first = Accepted(await SubmitAsync("{}", ",\"target\":\"/t\"" + (status == "queued" ? Later : ""))).Job;
        await _box.UntilAsync(first.Id, view => view.Status.ToWord() == status);

        var second = await SubmitAsync("{}", ",\"target\":\"/t\"");

        if (status == "succeeded") Accepted(second);
        else Assert.Equal(Taken, Assert.IsType<JobSubmission.Conflict>(second).Message);
        Assert.True(_box.Engine.Status.RunningJobs <= 1);
    }

    [Fact]
    public async Task N14_Submit_WithAnEmptyTarget_IsWithoutTarget()
    {
        Accepted(await SubmitAsync("{}", ",\"target\":\"\"" + Later));

        Accepted(await SubmitAsync("{}", ",\"target\":\"\"" + Later));
    }

    [Fact]
    public async Task N15_Submit_ForALockedTarget_IsRefusedUntilTheOwnerEnds()
    {
        var owner = Accepted(await SubmitAsync("{}", ",\"locks\":\"^/vms/[0-9]+$\"" + Later)).Job;

        var submission = await SubmitAsync("{}", ",\"target\":\"/vms/12\"");
        Accepted(await SubmitAsync("{}", ",\"target\":\"/servers/12\"" + Later));
        Accepted(await SubmitAsync("{}", ""));

        Assert.Equal(new JobSubmission.Conflict(ProblemCodes.InvalidArgument, Locked), submission);
        Assert.IsType<JobCancellation.Canceled>(await _box.Engine.Jobs.CancelAsync(owner.Id, null, Token));
        Accepted(await SubmitAsync("{}", ",\"target\":\"/vms/12\""));
    }

    [Fact]
    public async Task N13_Submit_AnswersWithReservedMembersApartFromParameters()
    {
        var posted = Accepted(await SubmitAsync("""{"vm_uuid":"v","size":3}""", ",\"target\":\"/t\",\"locks\":\"x\",\"num_attempts\":2" + Later)).Job;

        var json = EngineBox.Written(posted);

        Assert.Equal("queued", json.GetProperty("execution").GetString());
        Assert.Equal("""{"vm_uuid":"v","size":3}""", json.GetProperty("params").GetRawText());
        Assert.Equal(("v", "/t", "x", 2), (json.GetProperty("vm_uuid").GetString(), json.GetProperty("target").GetString(), json.GetProperty("locks").GetString(), json.GetProperty("num_attempts").GetInt32()));
        Assert.False(json.TryGetProperty("size", out _));
        Assert.Equal(_workflow, json.GetProperty("workflow_uuid").GetGuid());
        Assert.Equal(_workflow, json.GetProperty("workflow").GetGuid());
        Assert.Equal("2027-01-01T00:00:00Z", json.GetProperty("exec_after").GetString());
    }

    [Fact]
    public async Task N13_ExtraParameters_AreJobPropertiesForBodiesToo()
    {
        var seen = "";
        _box.Sandbox.Bodies["one"] = (run, _, _) =>
        {
            seen = System.Text.Encoding.UTF8.GetString(run.Properties.Span);
            return ValueTask.FromResult(FakeSandbox.Ok() with { PropertyChanges = """{"task":"changed","mine":1}"""u8.ToArray() });
        };

        var job = EngineBox.Written(await _box.EndOfAsync(Accepted(await SubmitAsync("""{"vm_uuid":"v","task":"t"}""", "")).Job.Id));

        Assert.Equal("""{"vm_uuid":"v","task":"t"}""", seen);
        Assert.Equal(("v", "changed", 1), (job.GetProperty("vm_uuid").GetString(), job.GetProperty("task").GetString(), job.GetProperty("mine").GetInt32()));
        Assert.Equal("""{"vm_uuid":"v","task":"t"}""", job.GetProperty("params").GetRawText());
    }

    [Fact]
    public async Task N10_UnknownWorkflowMembers_AreJobProperties()
    {
        var workflow = await _box.PostWorkflowAsync("""[{"body":"one"}]""", ",\"sla\":{\"p\":1},\"vm_uuid\":\"of the workflow\",\"execution\":\"mine\"");

        var plain = EngineBox.Written(await _box.PostJobAsync(workflow, Later));
        var given = EngineBox.Written(await _box.PostJobAsync(workflow, ",\"vm_uuid\":\"of the job\"" + Later));
        var ended = EngineBox.Written(await _box.EndOfAsync((await _box.PostJobAsync(workflow, ",\"vm_uuid\":\"of the job\"")).Id));

        Assert.Equal("""{"p":1}""", plain.GetProperty("sla").GetRawText());
        Assert.Equal("of the workflow", plain.GetProperty("vm_uuid").GetString());
        Assert.Equal("queued", plain.GetProperty("execution").GetString());
        Assert.Equal("of the job", given.GetProperty("vm_uuid").GetString());
        Assert.Equal(("of the job", "succeeded"), (ended.GetProperty("vm_uuid").GetString(), ended.GetProperty("execution").GetString()));
        Assert.Equal("{}", plain.GetProperty("params").GetRawText());
    }

    [Fact]
    public async Task Submit_OfAConsumer_IsShownAndCanBeFound()
    {
        var submission = await _box.Engine.Jobs.SubmitAsync(EngineBox.Json($$"""{"workflow":"{{_workflow}}","task":"x"}"""), new SubmitContext("vmapi"), Token);
        await SubmitAsync("""{"task":"x"}""", "");

        var found = await _box.Engine.Jobs.ListAsync(new JobFilter { Consumer = "vmapi" }, count: true, Token);
        var tasks = await _box.Engine.Jobs.ListAsync(new JobFilter { Search = [new SearchTerm("task", "x")] }, count: true, Token);

        Assert.Equal("vmapi", EngineBox.Written(Accepted(submission).Job).GetProperty("consumer").GetString());
        Assert.Equal(Accepted(submission).Job.Id, Assert.Single(found.Jobs).Id);
        Assert.Equal(2, tasks.Total);
    }

    [Fact]
    public async Task Submit_AgainUnderItsKey_IsAnsweredAsTheFirstTime()
    {
        var first = Accepted(await SubmitAsync("""{"vm_uuid":"v"}""", ",\"target\":\"/t\"", "k"));
        await _box.EndOfAsync(first.Job.Id);

        var again = Accepted(await SubmitAsync("""{"vm_uuid":"v"}""", ",\"target\":\"/t\"", "k"));

        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(EngineBox.Written(first.Job).GetRawText(), EngineBox.Written(again.Job).GetRawText());
        Assert.Equal(1, (await _box.Engine.Jobs.ListAsync(new JobFilter(), count: true, Token)).Total);
        Assert.Single(_box.Sandbox.Runs);
    }

    [Fact]
    public async Task Submit_AgainUnderItsKey_WhenNothingElseWouldLetItIn_IsAnsweredAsTheFirstTime()
    {
        var first = Accepted(await SubmitAsync("{}", ",\"target\":\"/t\",\"locks\":\"/t\"" + Later, "k"));
        await _box.Engine.Workflows.DeleteAsync(_workflow, Token);

        var again = Accepted(await SubmitAsync("{}", ",\"target\":\"/t\",\"locks\":\"/t\"" + Later, "k"));

        Assert.Equal((first.Job.Id, true), (again.Job.Id, again.Replayed));
    }

    [Fact]
    public async Task Submit_OfSomethingElseUnderAKey_IsRefused()
    {
        Accepted(await SubmitAsync("""{"a":1}""", Later, "k"));

        Assert.IsType<JobSubmission.KeyReused>(await SubmitAsync("""{"a":2}""", Later, "k"));
        Assert.IsType<JobSubmission.KeyReused>(await SubmitAsync("""{"a":1}""", Later + ",\"num_attempts\":-1", "k"));
        Accepted(await SubmitAsync("""{"a":2}""", Later, "other"));
        Assert.Equal(2, (await _box.Engine.Jobs.ListAsync(new JobFilter(), count: true, Token)).Total);
    }

    [Fact]
    public async Task Submit_OfTheSameUnderOneKeyAtOnce_StoresItOnce()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => SubmitAsync("{}", ",\"target\":\"/t\"", "k"))));

        Assert.Single(all.Select(submission => Accepted(submission).Job.Id).Distinct());
        Assert.Single(all, submission => !Accepted(submission).Replayed);
        await _box.EndOfAsync(Accepted(all[0]).Job.Id);
        Assert.Single(_box.Sandbox.Runs);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Later)]
    public async Task Submit_WhoseAnswerWasLost_IsFoundUnderItsKey(string more)
    {
        await using var box = new EngineBox();
        var store = new UncertainJobStore(box.Storage.Jobs);
        box.Jobs = store;
        await box.StartAsync();
        _workflow = await box.PostWorkflowAsync("""[{"name":"t","body":"one"}]""");
        store.LostInserts = 1;
        await Assert.ThrowsAsync<IOException>(() => SubmitAsync(box.Engine, "{}", ",\"target\":\"/t\"" + more, "k"));

        var again = Accepted(await SubmitAsync(box.Engine, "{}", ",\"target\":\"/t\"" + more, "k"));

        Assert.True(again.Replayed);
        Assert.Equal(1, (await box.Engine.Jobs.ListAsync(new JobFilter(), count: true, Token)).Total);
        if (more.Length == 0) Assert.Equal(JobStatus.Succeeded, (await box.EndOfAsync(again.Job.Id)).Status);
    }

    [Theory]
    [InlineData(InsertJobOutcome.WorkflowChanged, ProblemCodes.ConflictError, 8)]
    [InlineData(InsertJobOutcome.TargetTaken, ProblemCodes.InvalidArgument, 1)]
    [InlineData(InsertJobOutcome.TargetLocked, ProblemCodes.InvalidArgument, 1)]
    public async Task Submit_ThatTheStoreRefuses_IsTriedAgainOnlyWhileItsWorkflowIsReplaced(InsertJobOutcome refusal, string code, int inserts)
    {
        await using var box = new EngineBox();
        var store = new UncertainJobStore(box.Storage.Jobs) { Refusal = refusal };
        box.Jobs = store;
        await box.StartAsync();
        _workflow = await box.PostWorkflowAsync("""[{"name":"t","body":"one"}]""");

        var submission = await SubmitAsync(box.Engine, "{}", "", key: null);

        Assert.Equal(code, Assert.IsType<JobSubmission.Conflict>(submission).Code);
        Assert.Equal((inserts, 0), (store.Inserts, box.Engine.Status.RunningJobs));
        Assert.Empty(box.Sandbox.Runs);
    }

    [Fact]
    public async Task N46_Workflow_WithTimeoutZero_HasNoLimit()
    {
        var always = Enumerable.Repeat(FakeSandbox.Of(TaskRunOutcome.Again, TimeSpan.FromHours(1)), 3);
        _box.Sandbox.Returns("one", [.. always, FakeSandbox.Ok()]);
        var ids = new[] { await _box.PostWorkflowAsync("""[{"body":"one"}]""", ",\"timeout\":0"), await _box.PostWorkflowAsync("""[{"body":"two"}]""") };

        var job = (await _box.PostJobAsync(ids[0])).Id;
        for (var i = 0; i < 3; i++)
        {
            await _box.UntilAsync(job, view => view.Status == JobStatus.Queued && _box.Sandbox.Runs.Count == i + 1);
            _box.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(job)).Status);
        Assert.Equal(TimeSpan.FromHours(1), (await _box.PostJobAsync(ids[1], Later)).Timeout);
    }

    [Fact]
    public async Task Submit_ThatFailedUnderAKey_MayBeTriedAgain()
    {
        var blocking = Accepted(await SubmitAsync("{}", ",\"target\":\"/t\"" + Later)).Job;
        Assert.IsType<JobSubmission.Conflict>(await SubmitAsync("{}", ",\"target\":\"/t\"" + Later, "k"));
        await _box.Engine.Jobs.CancelAsync(blocking.Id, null, Token);

        Assert.False(Accepted(await SubmitAsync("{}", ",\"target\":\"/t\"" + Later, "k")).Replayed);
    }

    [Fact]
    public async Task Submit_UnderAKeyWithAUuid_IsRefused()
    {
        var submission = await SubmitAsync("{}", $",\"uuid\":\"{Guid.NewGuid()}\"", "k");

        Assert.Equal("/uuid", Assert.Single(Assert.IsType<JobSubmission.Invalid>(submission).Problems).Pointer);
    }

    [Fact]
    public async Task Successor_KeepsPropertiesAndDoesNotStandInItsOwnWay()
    {
        _box.Sandbox.Returns("one", FakeSandbox.Of(TaskRunOutcome.Retry), FakeSandbox.Ok());

        var first = await _box.EndOfAsync(Accepted(await SubmitAsync("""{"vm_uuid":"v"}""", ",\"target\":\"/t\"")).Job.Id);
        var second = await _box.EndOfAsync(first.NextAttempt!.Value);

        Assert.Equal((JobStatus.Retried, JobStatus.Succeeded), (first.Status, second.Status));
        Assert.Equal("v", EngineBox.Written(second).GetProperty("vm_uuid").GetString());
        var found = await _box.Engine.Jobs.ListAsync(new JobFilter { Search = [new SearchTerm("vm_uuid", "v")] }, count: true, Token);
        Assert.Equal(2, found.Total);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static JobSubmission.Accepted Accepted(JobSubmission submission) => Assert.IsType<JobSubmission.Accepted>(submission);

    private Task<JobSubmission> SubmitAsync(string parameters, string more, string? key = null) => SubmitAsync(_box.Engine, parameters, more, key);

    private Task<JobSubmission> SubmitAsync(TaskChainEngine engine, string parameters, string more, string? key)
    {
        var inside = parameters[1..^1];
        var body = $$"""{"workflow":"{{_workflow}}"{{(inside.Length == 0 ? "" : "," + inside)}}{{more}}}""";
        return engine.Jobs.SubmitAsync(EngineBox.Json(body), new SubmitContext(null, key), Token);
    }
}
