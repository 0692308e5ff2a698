using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Services;

public sealed class JobCloneTests : IAsyncLifetime
{
    private readonly EngineBox _box = new();
    private Guid _workflow;

    public async ValueTask InitializeAsync()
    {
        await _box.StartAsync();
        _workflow = await _box.PostWorkflowAsync("""[{"name":"t","body":"one"}]""");
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Clone_WithoutChanges_IsAnEqualJobOfTheNewestRevision()
    {
        var source = await EndedAsync(",\"vm_uuid\":\"v\",\"n\":1.50,\"target\":\"/t\",\"locks\":\"x\",\"num_attempts\":2");
        var update = await _box.Engine.Workflows.UpdateAsync(_workflow, EngineBox.Json("""{"name":"w","chain":[{"body":"two"}]}"""), Token);

        var clone = Accepted(await CloneAsync(source, "")).Job;

        Assert.NotEqual(source, clone.Id);
        Assert.Equal(("/t", "x", 0), (clone.Target, clone.Locks, clone.NumAttempts));
        Assert.Equal("""{"vm_uuid":"v","n":1.50}""", clone.Params.ToString());
        Assert.Equal("v", EngineBox.Written(clone).GetProperty("vm_uuid").GetString());
        Assert.Equal(Assert.IsType<WorkflowUpdate.Updated>(update).Workflow.Revision, clone.WorkflowRevision);
        Assert.Equal("\"two\"", (await _box.EndOfAsync(clone.Id)).ChainResults[0].Result.ToString());
    }

    [Fact]
    public async Task Clone_WithChanges_MergesParametersAndReplacesTheRest()
    {
        var source = await EndedAsync(",\"vm_uuid\":\"v\",\"a\":1,\"b\":2,\"target\":\"/t\",\"locks\":\"x\"");
        var id = Guid.NewGuid();

        var clone = Accepted(await CloneAsync(
            source, $$"""{"params":{"a":null,"b":{"c":3},"vm_uuid":"w"},"target":"/u","locks":null,"exec_after":"2027-01-01T00:00:00Z","uuid":"{{id}}"}""")).Job;

        Assert.Equal("""{"b":{"c":3},"vm_uuid":"w"}""", clone.Params.ToString());
        Assert.Equal((id, "/u", null, 2027), (clone.Id, clone.Target, clone.Locks, clone.ExecAfter?.Year));
        Assert.Equal("w", EngineBox.Written(clone).GetProperty("vm_uuid").GetString());
    }

    [Fact]
    public async Task Clone_KeepsParametersAsPosted_NotAsATaskChangedThem()
    {
        _box.Sandbox.Returns("one", FakeSandbox.Ok() with { Params = """{"target":"mine"}"""u8.ToArray() });
        var source = await EndedAsync(",\"a\":1");

        Assert.Equal("""{"a":1}""", Accepted(await CloneAsync(source, "{}")).Job.Params.ToString());
    }

    [Fact]
    public async Task Clone_OfALiveJobWithATarget_StandsInItsOwnWay()
    {
        var source = (await _box.PostJobAsync(_workflow, ",\"target\":\"/t\",\"exec_after\":\"2027-01-01T00:00:00Z\"")).Id;

        Assert.IsType<JobSubmission.Conflict>(await CloneAsync(source, "{}"));
        Accepted(await CloneAsync(source, """{"params":{"again":1}}"""));
        Accepted(await CloneAsync(source, """{"target":null}"""));
    }

    [Theory]
    [InlineData("""{"workflow":"w"}""", "/workflow")]
    [InlineData("""{"num_attempts":1}""", "/num_attempts")]
    [InlineData("""{"colour":1}""", "/colour")]
    [InlineData("""{"params":[1]}""", "/params")]
    [InlineData("""{"target":1}""", "/target")]
    [InlineData("""{"locks":"("}""", "/locks")]
    [InlineData("""{"exec_after":"soon"}""", "/exec_after")]
    [InlineData("[]", "")]
    public async Task Clone_WithWrongChanges_IsRefused(string changes, string pointer)
    {
        var source = await EndedAsync("");

        var problem = Assert.Single(Assert.IsType<JobSubmission.Invalid>(await CloneAsync(source, changes)).Problems);

        Assert.Equal(pointer, problem.Pointer);
        Assert.NotEqual(ProblemCodes.ConflictError, problem.Code);
    }

    [Fact]
    public async Task Clone_OfNothing_SaysSo()
    {
        var id = Guid.NewGuid();

        Assert.Equal(new JobSubmission.SourceNotFound(id), await CloneAsync(id, "{}"));
    }

    [Fact]
    public async Task Clone_OfADeletedWorkflow_SaysSo()
    {
        var source = await EndedAsync("");
        await _box.Engine.Workflows.DeleteAsync(_workflow, Token);

        Assert.Equal(_workflow.ToString(), Assert.IsType<JobSubmission.WorkflowNotFound>(await CloneAsync(source, "{}")).Workflow);
    }

    [Fact]
    public async Task Clone_AgainUnderItsKey_IsAnsweredAsTheFirstTime()
    {
        var (one, other) = (await EndedAsync(""), await EndedAsync(",\"a\":1"));
        var first = Accepted(await CloneAsync(one, "{}", "k"));

        Assert.Equal((first.Job.Id, true), (Accepted(await CloneAsync(one, "{}", "k")).Job.Id, Accepted(await CloneAsync(one, "{}", "k")).Replayed));
        Assert.IsType<JobSubmission.KeyReused>(await CloneAsync(one, """{"params":{}}""", "k"));
        Assert.IsType<JobSubmission.KeyReused>(await CloneAsync(other, "{}", "k"));
        Assert.IsType<JobSubmission.Invalid>(await CloneAsync(one, $$"""{"uuid":"{{Guid.NewGuid()}}"}""", "new"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static JobSubmission.Accepted Accepted(JobSubmission submission) => Assert.IsType<JobSubmission.Accepted>(submission);

    private async Task<Guid> EndedAsync(string more) => (await _box.EndOfAsync((await _box.PostJobAsync(_workflow, more)).Id)).Id;

    private Task<JobSubmission> CloneAsync(Guid source, string changes, string? key = null) =>
        _box.Engine.Jobs.CloneAsync(source, EngineBox.Json(changes), new SubmitContext(null, key), Token);
}
