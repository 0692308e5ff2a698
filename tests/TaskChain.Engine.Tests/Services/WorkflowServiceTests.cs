using System.Text.Json;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Services;

public sealed class WorkflowServiceTests : IAsyncLifetime
{
    private readonly EngineBox _box = new();

    public async ValueTask InitializeAsync() => await _box.StartAsync();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task N8_Update_IsWhatNewJobsRun_AndOldOnesDoNot()
    {
        var id = await _box.PostWorkflowAsync("""[{"name":"a","body":"one"}]""");
        var queued = await _box.PostJobAsync(id, ",\"exec_after\":\"2026-01-01T00:01:00Z\"");

        var update = await UpdateAsync(id, """{"name":"renamed","chain":[{"name":"a","body":"two"},{"name":"b","body":"three"}]}""");

        var workflow = Assert.IsType<WorkflowUpdate.Updated>(update).Workflow;
        Assert.Equal((id, "renamed"), (workflow.Id, workflow.Name));
        Assert.Equal(id, Member(workflow, "uuid").GetGuid());
        Assert.Equal(workflow.Document.ToArray(), (await _box.Engine.Workflows.FindAsync(id, Token))!.Document.ToArray());
        var after = await _box.EndOfAsync((await _box.PostJobAsync(id)).Id);
        Assert.Equal(("renamed", workflow.Revision), (after.Name, after.WorkflowRevision));
        Assert.Equal(["\"two\"", "\"three\""], after.ChainResults.Select(entry => entry.Result.ToString()));
        _box.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["\"one\""], (await _box.EndOfAsync(queued.Id)).ChainResults.Select(entry => entry.Result.ToString()));
    }

    [Fact]
    public async Task Update_OnAnotherNode_IsSeenByTheNextJob()
    {
        var id = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        await _box.EndOfAsync((await _box.PostJobAsync(id)).Id);
        var other = _box.Create();
        await other.StartAsync(Token);
        var update = await other.Workflows.UpdateAsync(id, EngineBox.Json("""{"name":"w","chain":[{"body":"two"}]}"""), Token);
        Assert.IsType<WorkflowUpdate.Updated>(update);

        var job = await _box.EndOfAsync((await _box.PostJobAsync(id)).Id);

        Assert.Equal("\"two\"", job.ChainResults[0].Result.ToString());
    }

    [Fact]
    public async Task Delete_OnAnotherNode_IsSeenByTheNextJob()
    {
        var id = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        await _box.PostJobAsync(id);
        Assert.IsType<WorkflowDeletion.Deleted>(await _box.Create().Workflows.DeleteAsync(id, Token));

        var submission = await _box.Engine.Jobs.SubmitAsync(EngineBox.Json($$"""{"workflow":"{{id}}"}"""), SubmitContext.Anonymous, Token);

        Assert.Equal(id.ToString(), Assert.IsType<JobSubmission.WorkflowNotFound>(submission).Workflow);
    }

    [Fact]
    public async Task N8_Update_OfAnUnknownWorkflow_IsNotFound()
    {
        Assert.IsType<WorkflowUpdate.NotFound>(await UpdateAsync(Guid.NewGuid(), """{"name":"w","chain":[]}"""));
        Assert.IsType<WorkflowUpdate.NotFound>(await UpdateAsync(Guid.NewGuid(), "nonsense"));
    }

    [Fact]
    public async Task Update_ToATakenName_ChangesNothing()
    {
        await SubmitAsync("""{"name":"taken","chain":[]}""");
        var id = await _box.PostWorkflowAsync("""[{"body":"one"}]""");

        var update = await UpdateAsync(id, """{"name":"taken","chain":[{"body":"two"}]}""");

        Assert.Equal("taken", Assert.IsType<WorkflowUpdate.NameTaken>(update).Name);
        Assert.Equal("\"one\"", (await _box.EndOfAsync((await _box.PostJobAsync(id)).Id)).ChainResults[0].Result.ToString());
    }

    [Theory]
    [InlineData("""{"name":"w","chain":[{"name":"t"}]}""", ProblemCodes.ConflictError, "/chain/0/body")]
    [InlineData("""{"chain":[]}""", ProblemCodes.InvalidValue, "/name")]
    [InlineData("""{"name":"w","chain":[],"uuid":"7b7c1d6e-9d4d-4d7e-9d1c-0f5b5d5c5b5a"}""", ProblemCodes.InvalidValue, "/uuid")]
    [InlineData("[]", ProblemCodes.InvalidRequest, "")]
    [InlineData("{", ProblemCodes.InvalidRequest, null)]
    public async Task N5_Update_ThatIsWrong_IsRefusedAsAPostWouldBe(string document, string code, string? pointer)
    {
        var id = await _box.PostWorkflowAsync("""[{"body":"one"}]""");

        var problem = Assert.Single(Assert.IsType<WorkflowUpdate.Refused>(await UpdateAsync(id, document)).Problems);

        Assert.Equal((code, pointer), (problem.Code, problem.Pointer));
        Assert.Equal("\"one\"", (await _box.EndOfAsync((await _box.PostJobAsync(id)).Id)).ChainResults[0].Result.ToString());
    }

    [Fact]
    public async Task Update_AfterAnUpdate_KeepsTheOldRevisionsForTheirJobs()
    {
        var id = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        var first = await _box.PostJobAsync(id);
        await _box.EndOfAsync(first.Id);
        await UpdateAsync(id, """{"name":"w","chain":[{"body":"two"}]}""");
        await UpdateAsync(id, """{"name":"w","chain":[{"body":"three"}]}""");

        // A node that has nothing in memory reads the old revision for the job, and must not take it for the newest one.
        var other = _box.Create();
        await other.StartAsync(Token);
        Assert.Contains("\"one\"", (await other.Jobs.FindAsync(first.Id, Token))!.Chain.ToString(), StringComparison.Ordinal);
        var posted = await other.Jobs.SubmitAsync(EngineBox.Json($$"""{"workflow":"{{id}}"}"""), SubmitContext.Anonymous, Token);

        Assert.Contains("\"three\"", Assert.IsType<JobSubmission.Accepted>(posted).Job.Chain.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task N9_Delete_IsForGood_AndJobsGoOn()
    {
        var id = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        var job = await _box.PostJobAsync(id, ",\"exec_after\":\"2026-01-01T00:01:00Z\"");

        Assert.IsType<WorkflowDeletion.Deleted>(await _box.Engine.Workflows.DeleteAsync(id, Token));
        Assert.IsType<WorkflowDeletion.NotFound>(await _box.Engine.Workflows.DeleteAsync(id, Token));

        Assert.Null(await _box.Engine.Workflows.FindAsync(id, Token));
        Assert.IsType<JobSubmission.WorkflowNotFound>(
            await _box.Engine.Jobs.SubmitAsync(EngineBox.Json($$"""{"workflow":"{{id}}"}"""), SubmitContext.Anonymous, Token));
        _box.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(job.Id)).Status);
    }

    [Fact]
    public async Task N4_Submit_WithATakenName_StoresNothing()
    {
        await SubmitAsync("""{"name":"w","chain":[]}""");

        Assert.Equal("w", Assert.IsType<WorkflowSubmission.NameTaken>(await SubmitAsync("""{"name":"w","chain":[]}""")).Name);
    }

    [Fact]
    public async Task N2_Submit_AnswersWithEverythingFilledIn()
    {
        var accepted = await SubmitAsync("""{"name":"w","chain":[{"body":"one"}],"onerror":[{"body":"two"}]}""");

        var workflow = Assert.IsType<WorkflowSubmission.Accepted>(accepted).Workflow;
        Assert.Equal(workflow.Id, Member(workflow, "uuid").GetGuid());
        Assert.Equal((10, 3600), (Member(workflow, "max_attempts").GetInt32(), Member(workflow, "timeout").GetInt32()));
        Assert.Matches("^[0-9a-f]{32}$", Member(workflow, "chain_md5").GetString());
        Assert.Matches("^[0-9a-f]{32}$", Member(workflow, "onerror_md5").GetString());
        Assert.NotEqual(Guid.Empty, Member(workflow, "onerror")[0].GetProperty("uuid").GetGuid());
    }

    [Fact]
    public async Task Submit_AgainUnderItsKey_IsAnsweredAsTheFirstTime()
    {
        const string Document = """{"name":"w","chain":[{"body":"one","modules_pls":1}]}""";
        var first = Accepted(await SubmitAsync(Document, "k"));

        var again = Accepted(await SubmitAsync(Document, "k"));

        Assert.False(first.Replayed);
        Assert.True(again.Replayed);
        Assert.Equal((first.Workflow.Id, first.Workflow.Revision), (again.Workflow.Id, again.Workflow.Revision));
        Assert.Equal(first.Workflow.Document.ToArray(), again.Workflow.Document.ToArray());
        Assert.Equal(first.Warnings.Select(item => item.Message), again.Warnings.Select(item => item.Message));
        Assert.Single(await _box.Engine.Workflows.ListAsync(new WorkflowFilter(), Token));
    }

    [Fact]
    public async Task Submit_AgainUnderItsKeyAfterAnUpdate_IsStillTheFirstAnswer()
    {
        const string Document = """{"name":"w","chain":[{"body":"one"}]}""";
        var first = Accepted(await SubmitAsync(Document, "k"));
        await UpdateAsync(first.Workflow.Id, """{"name":"v","chain":[{"body":"two"}]}""");

        var again = Accepted(await SubmitAsync(Document, "k"));

        Assert.Equal((first.Workflow.Revision, true), (again.Workflow.Revision, again.Replayed));
        Assert.Equal("v", (await _box.Engine.Workflows.FindAsync(first.Workflow.Id, Token))!.Name);
    }

    [Fact]
    public async Task Submit_AgainUnderItsKeyAfterADelete_BringsTheWorkflowBack()
    {
        const string Document = """{"name":"w","chain":[{"body":"one"}]}""";
        var first = Accepted(await SubmitAsync(Document, "k"));
        await _box.Engine.Workflows.DeleteAsync(first.Workflow.Id, Token);

        var back = Accepted(await SubmitAsync(Document, "k"));
        var again = Accepted(await SubmitAsync(Document, "k"));

        Assert.Equal((first.Workflow.Revision, false), (back.Workflow.Revision, back.Replayed));
        Assert.Equal((first.Workflow.Revision, true), (again.Workflow.Revision, again.Replayed));
        Assert.Equal(first.Workflow.Revision, (await _box.Engine.Workflows.FindAsync(first.Workflow.Id, Token))!.Revision);
    }

    [Fact]
    public async Task Submit_AgainUnderItsKeyAfterADelete_DoesNotTakeAName()
    {
        const string Document = """{"name":"w","chain":[{"body":"one"}]}""";
        var first = Accepted(await SubmitAsync(Document, "k"));
        await _box.Engine.Workflows.DeleteAsync(first.Workflow.Id, Token);
        Accepted(await SubmitAsync("""{"name":"w","chain":[{"body":"two"}]}""", "other"));

        var again = await SubmitAsync(Document, "k");

        Assert.Equal("w", Assert.IsType<WorkflowSubmission.NameTaken>(again).Name);
    }

    [Fact]
    public async Task Submit_OfTheSameUnderOneKeyAtOnce_StoresItOnce()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SubmitAsync("""{"name":"w","chain":[{"body":"one"}]}""", "k"))));

        Assert.Single(all.Select(submission => Accepted(submission).Workflow.Revision).Distinct());
        Assert.Single(all, submission => !Accepted(submission).Replayed);
    }

    [Fact]
    public async Task Submit_OfSomethingElseUnderAKey_IsRefused()
    {
        await SubmitAsync("""{"name":"w","chain":[]}""", "k");

        Assert.IsType<WorkflowSubmission.KeyReused>(await SubmitAsync("""{"name":"v","chain":[]}""", "k"));
        Assert.IsType<WorkflowSubmission.Accepted>(await SubmitAsync("""{"name":"v","chain":[]}""", "k", "another"));
    }

    [Fact]
    public async Task Submit_UnderAKeyWithAUuid_IsRefused()
    {
        var refused = await SubmitAsync($$"""{"name":"w","chain":[],"uuid":"{{Guid.NewGuid()}}"}""", "k");

        Assert.Equal("/uuid", Assert.Single(Assert.IsType<WorkflowSubmission.Refused>(refused).Problems).Pointer);
    }

    [Theory]
    [InlineData("team", "a", "w0,w2")]
    [InlineData("team", "b", "w1")]
    [InlineData("size", "7", "w0,w1,w2")]
    [InlineData("size", "7.0", "")]
    [InlineData("timeout", "3600", "w0,w1,w2")]
    [InlineData("name", "w1", "w1")]
    [InlineData("colour", "red", "")]
    public async Task N6_List_ByAMember_FindsThoseThatHaveIt(string member, string text, string names)
    {
        for (var i = 0; i < 3; i++) await SubmitAsync($$"""{"name":"w{{i}}","chain":[],"team":"{{"aba"[i]}}","size":7}""");

        var found = await _box.Engine.Workflows.ListAsync(new WorkflowFilter { Members = [new SearchTerm(member, text)] }, Token);

        Assert.Equal(names, string.Join(",", found.Select(workflow => workflow.Name)));
    }

    [Fact]
    public async Task List_ByMembers_GoesThroughAllPages()
    {
        for (var i = 0; i < 450; i++) await SubmitAsync($$"""{"name":"w{{i:000}}","chain":[],"odd":{{(i % 2 == 1 ? "true" : "false")}}}""");
        SearchTerm[] odd = [new("odd", "true")];

        var all = await _box.Engine.Workflows.ListAsync(new WorkflowFilter { Members = odd }, Token);
        var page = await _box.Engine.Workflows.ListAsync(new WorkflowFilter { Members = odd, Offset = 220, Limit = 3 }, Token);
        var named = await _box.Engine.Workflows.ListAsync(new WorkflowFilter { Name = "w001", Members = odd }, Token);
        var none = await _box.Engine.Workflows.ListAsync(new WorkflowFilter { Name = "w002", Members = odd }, Token);

        Assert.Equal(225, all.Count);
        Assert.Equal(["w441", "w443", "w445"], page.Select(workflow => workflow.Name));
        Assert.Equal("w001", Assert.Single(named).Name);
        Assert.Empty(none);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static JsonElement Member(StoredWorkflow workflow, string name) => JsonDocument.Parse(workflow.Document).RootElement.GetProperty(name);

    private static WorkflowSubmission.Accepted Accepted(WorkflowSubmission submission) => Assert.IsType<WorkflowSubmission.Accepted>(submission);

    private Task<WorkflowSubmission> SubmitAsync(string document, string? key = null, string? consumer = null) =>
        _box.Engine.Workflows.SubmitAsync(EngineBox.Json(document), new SubmitContext(consumer, key), Token);

    private Task<WorkflowUpdate> UpdateAsync(Guid id, string document) => _box.Engine.Workflows.UpdateAsync(id, EngineBox.Json(document), Token);
}
