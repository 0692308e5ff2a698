using System.Text;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;
using TaskChain.Engine.Submission;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Submission;

public sealed class JobRequestTests
{
    [Fact]
    public void Read_AllOtherMembers_AreParametersAsTheyStand()
    {
        var (request, problems) = Read("""{ "vm_uuid" : "x\u0041", "workflow":"w", "n":1.50,"target":"/t", "deep": {"a": [1, 2]} }""");

        Assert.Empty(problems.Problems);
        Assert.Equal("""{"vm_uuid" : "x\u0041","n":1.50,"deep": {"a": [1, 2]}}""", request?.Params.ToString());
        Assert.Equal(("w", "/t"), (request?.Workflow, request?.Target));
    }

    [Fact]
    public void Read_ReservedMembersWithNull_AreAbsent()
    {
        var (request, problems) = Read("""{"workflow":"w","target":null,"locks":null,"uuid":null,"exec_after":null,"num_attempts":null}""");

        Assert.Empty(problems.Problems);
        Assert.Equal((null, null, null, null), (request?.Target, request?.Locks, request?.Id, request?.ExecAfter));
        Assert.Equal("{}", request?.Params.ToString());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{", "")]
    [InlineData("[]", "")]
    [InlineData("{} x", "")]
    [InlineData("""{"workflow":1}""", "/workflow")]
    [InlineData("""{"workflow":{"a":1}}""", "/workflow")]
    [InlineData("""{"uuid":"1"}""", "/uuid")]
    [InlineData("""{"exec_after":"soon"}""", "/exec_after")]
    [InlineData("""{"exec_after":{}}""", "/exec_after")]
    [InlineData("""{"num_attempts":-1}""", "/num_attempts")]
    [InlineData("""{"a":1,"a":2}""", "/a")]
    public void Read_OfABadRequest_SaysWhere(string body, string pointer)
    {
        var (_, problems) = Read(body);

        Assert.Equal(pointer, Assert.Single(problems.Problems).Pointer ?? "");
    }

    [Theory]
    [InlineData("\"2026-01-31T12:00:00Z\"")]
    [InlineData("\"2026-01-31T13:00:00+01:00\"")]
    [InlineData("1769860800000")]
    public void Read_ExecAfter_TakesTextAndMilliseconds(string value)
    {
        var (request, _) = Read($$"""{"exec_after":{{value}}}""");

        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), request?.ExecAfter);
    }

    [Theory]
    [InlineData("{}", "\"j.workflow\" is required")]
    [InlineData("""{"workflow":"EMPTY"}""", "Cannot queue a job from a workflow without any task")]
    public async Task Submit_WithoutSomethingToRun_GivesTheContractsWords(string body, string message)
    {
        await using var box = new EngineBox();
        await box.StartAsync();
        var empty = await box.PostWorkflowAsync("[]");

        var submission = await box.Engine.Jobs.SubmitAsync(
            EngineBox.Json(body.Replace("EMPTY", empty.ToString(), StringComparison.Ordinal)), SubmitContext.Anonymous, TestContext.Current.CancellationToken);

        var problem = Assert.Single(Assert.IsType<JobSubmission.Invalid>(submission).Problems);
        Assert.Equal((ProblemCodes.ConflictError, message), (problem.Code, problem.Message));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("7b7c1d6e-9d4d-4d7e-9d1c-0f5b5d5c5b5a")]
    public async Task Submit_OfAnUnknownWorkflow_SaysSo(string id)
    {
        await using var box = new EngineBox();
        await box.StartAsync();

        var submission = await box.Engine.Jobs.SubmitAsync(EngineBox.Json($$"""{"workflow":"{{id}}"}"""), SubmitContext.Anonymous, TestContext.Current.CancellationToken);

        Assert.Equal(id, Assert.IsType<JobSubmission.WorkflowNotFound>(submission).Workflow);
    }

    [Fact]
    public async Task Submit_WithATakenId_StoresNothing()
    {
        await using var box = new EngineBox();
        await box.StartAsync();
        var workflow = await box.PostWorkflowAsync("""[{"body":"one"}]""");
        var first = await box.PostJobAsync(workflow);

        var again = await box.Engine.Jobs.SubmitAsync(EngineBox.Json($$"""{"workflow":"{{workflow}}","uuid":"{{first.Id}}"}"""), SubmitContext.Anonymous, TestContext.Current.CancellationToken);

        Assert.Equal(first.Id, Assert.IsType<JobSubmission.IdTaken>(again).Id);
        Assert.Equal(0, box.Engine.Status.RunningJobs);
    }

    private static (JobRequest? Request, ProblemList Problems) Read(string body)
    {
        var problems = new ProblemList();
        return (JobRequestReader.Read(new RawJson(Encoding.UTF8.GetBytes(body)), new ExtraParams(["vm_uuid"]), problems), problems);
    }
}
