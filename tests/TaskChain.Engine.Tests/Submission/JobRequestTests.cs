using System.Text;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
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
    [InlineData("""{"num_attempts":"-1"}""", "/num_attempts")]
    [InlineData("""{"num_attempts":1.5}""", "/num_attempts")]
    [InlineData("""{"num_attempts":[1]}""", "/num_attempts")]
    [InlineData("""{"locks":"("}""", "/locks")]
    [InlineData("""{"locks":""}""", "/locks")]
    [InlineData("""{"locks":7}""", "/locks")]
    [InlineData("""{"exec_after":-1}""", "/exec_after")]
    [InlineData("""{"exec_after":"-1"}""", "/exec_after")]
    [InlineData("""{"exec_after":1e300}""", "/exec_after")]
    [InlineData("""{"exec_after":"99999999999999999"}""", "/exec_after")]
    [InlineData("""{"target":"a\u0000b"}""", "/target")]
    [InlineData("""{"a":1,"a":2}""", "/a")]
    public void Read_OfABadRequest_SaysWhere(string body, string pointer)
    {
        var (_, problems) = Read(body);

        Assert.Equal(pointer, Assert.Single(problems.Problems).Pointer ?? "");
    }

    [Theory]
    [InlineData('a', 1024, true)]
    [InlineData('a', 1025, false)]
    [InlineData('\u6f22', 682, true)]
    [InlineData('\u6f22', 683, false)]
    public void Read_LongTarget_IsTakenAsLongAsAnIndexHasRoomForIt(char letter, int length, bool isTaken)
    {
        var (_, problems) = Read($$"""{"target":"{{new string(letter, length)}}"}""");

        Assert.Equal(isTaken ? [] : ["/target"], problems.Problems.Select(problem => problem.Pointer));
    }

    [Theory]
    [InlineData("\"2026-01-31T12:00:00Z\"")]
    [InlineData("\"2026-01-31T13:00:00+01:00\"")]
    [InlineData("\"Sat, 31 Jan 2026 12:00:00 GMT\"")]
    [InlineData("1769860800000")]
    [InlineData("\"1769860800000\"")]
    public void Read_ExecAfter_TakesTextAndMilliseconds(string value)
    {
        var (request, _) = Read($$"""{"exec_after":{{value}}}""");

        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), request?.ExecAfter);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("\"3\"")]
    public void Read_NumAttempts_TakesNumbersAndTheirText(string value)
    {
        var (request, problems) = Read($$"""{"num_attempts":{{value}}}""");

        Assert.Empty(problems.Problems);
        Assert.Equal(3, request?.NumAttempts);
    }

    [Fact]
    public void Read_ExtraParameters_AreParametersAndPropertiesAndCanBeFound()
    {
        var (request, _) = Read("""{"vm_uuid":"x\u0041","a":1,"size":1.50,"deep":{"b":[1]},"nothing":null}""", "vm_uuid", "size", "deep", "nothing", "absent");

        Assert.Equal("""{"vm_uuid":"x\u0041","a":1,"size":1.50,"deep":{"b":[1]},"nothing":null}""", request?.Params.ToString());
        Assert.Equal("""{"vm_uuid":"x\u0041","size":1.50,"deep":{"b":[1]}}""", request?.Properties.ToString());
        Assert.Equal(
            [new SearchTerm("vm_uuid", "xA"), new SearchTerm("size", "1.50"), new SearchTerm("deep", """{"b":[1]}""")], request?.Search ?? []);
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"params":{"vm_uuid":1}}""")]
    public void Read_WithoutExtraParameters_HasNoProperties(string body)
    {
        var (request, _) = Read(body, "vm_uuid", "params");

        Assert.True(request?.Properties.IsAbsent);
        Assert.Empty(request!.Search);
    }

    [Theory]
    [InlineData(512, 1)]
    [InlineData(513, 0)]
    public void Read_ExtraParameterThatIsTooLongForAnIndex_CannotBeFound(int length, int terms)
    {
        var (request, _) = Read($$"""{"vm_uuid":"{{new string('x', length)}}"}""", "vm_uuid");

        Assert.Equal(terms, request?.Search.Count);
        Assert.False(request?.Properties.IsAbsent);
    }

    [Fact]
    public void WithParams_ReadsTheExtraParametersAnew()
    {
        var extra = new ExtraParams(["vm_uuid", "task"]);
        var (read, _) = Read("""{"vm_uuid":"a"}""", "vm_uuid", "task");

        var changed = read!.WithParams(new RawJson("""{ "x": {"task": 1}, "task" : "b" }"""u8.ToArray()), extra);

        Assert.Equal("""{"task" : "b"}""", changed.Properties.ToString());
        Assert.Equal([new SearchTerm("task", "b")], changed.Search);
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

    private static (JobRequest? Request, ProblemList Problems) Read(string body, params string[] extra)
    {
        var problems = new ProblemList();
        return (JobRequestReader.Read(new RawJson(Encoding.UTF8.GetBytes(body)), new ExtraParams(extra), problems), problems);
    }
}
