using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Services;

public sealed class JobBatchTests : IAsyncLifetime
{
    private const string Later = ",\"exec_after\":\"2027-01-01T00:00:00Z\"";

    private readonly EngineBox _box = new();
    private Guid _workflow;

    public async ValueTask InitializeAsync()
    {
        await _box.StartAsync();
        _workflow = await _box.PostWorkflowAsync("""[{"name":"t","body":"one"}]""");
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SubmitAll_GoodJobs_AreStoredAndRunInOrder(bool all)
    {
        var answers = Answers(await SubmitAsync(all, [.. Enumerable.Range(0, 300).Select(i => Job($",\"i\":{i}"))]));

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $$"""{"i":{{i}}}"""), answers.Select(answer => Accepted(answer).Job.Params.ToString()));
        foreach (var answer in answers) Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(Accepted(answer).Job.Id)).Status);
    }

    [Fact]
    public async Task SubmitAll_EachOnItsOwn_AnswersEachOnItsOwn()
    {
        var unknown = Guid.NewGuid();

        var answers = Answers(await SubmitAsync(
            all: false, Job(",\"target\":\"/t\"" + Later), Job(",\"target\":\"/t\"" + Later), "7", $$"""{"workflow":"{{unknown}}"}""", "{}", Job("")));

        Accepted(answers[0]);
        Assert.IsType<JobSubmission.Conflict>(answers[1]);
        Assert.Equal(ProblemCodes.InvalidRequest, Assert.Single(Assert.IsType<JobSubmission.Invalid>(answers[2]).Problems).Code);
        Assert.Equal(unknown.ToString(), Assert.IsType<JobSubmission.WorkflowNotFound>(answers[3]).Workflow);
        Assert.Equal(ProblemCodes.ConflictError, Assert.Single(Assert.IsType<JobSubmission.Invalid>(answers[4]).Problems).Code);
        Accepted(answers[5]);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task SubmitAll_AllOrNone_TellsEveryProblemOfEveryJob()
    {
        var problems = Refused(await SubmitAsync(
            all: true, Job(",\"uuid\":\"?\",\"locks\":\"(\""), "[]", Job(""), "{\"target\":5}", $$"""{"workflow":"{{Guid.NewGuid()}}"}"""));

        Assert.Equal(
            ["/0/uuid", "/0/locks", "/1", "/3/workflow", "/3/target", "/4/workflow"], problems.Select(problem => problem.Pointer));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task SubmitAll_AllOrNone_TellsWhatStandsInTheWay()
    {
        var known = Accepted(Answers(await SubmitAsync(all: true, Job(",\"target\":\"/a\",\"locks\":\"^/x\"" + Later)))[0]).Job;

        var problems = Refused(await SubmitAsync(
            all: true, Job(Later), Job(",\"target\":\"/a\"" + Later), Job(",\"target\":\"/x/1\""), Job($",\"uuid\":\"{known.Id}\""), Job(",\"target\":\"/b\""),
            Job(",\"target\":\"/b\"")));

        Assert.Equal(["/1/target", "/2/target", "/3/uuid", "/5/target"], problems.Select(problem => problem.Pointer));
        Assert.All(problems, problem => Assert.Equal(ProblemCodes.InvalidArgument, problem.Code));
        Assert.Equal("Job target is currently locked by another job", problems[1].Message);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[{}")]
    [InlineData("[] x")]
    [InlineData("")]
    public async Task SubmitAll_OfNoJobs_IsRefused(string body)
    {
        foreach (var all in new[] { true, false })
        {
            var submission = await _box.Engine.Jobs.SubmitAllAsync(EngineBox.Json(body), all, SubmitContext.Anonymous, Token);

            Assert.Equal(ProblemCodes.InvalidRequest, Assert.Single(Refused(submission)).Code);
        }
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task SubmitAll_OfManyJobs_HasALimit(int jobs, bool accepted)
    {
        var submission = await SubmitAsync(all: true, [.. Enumerable.Repeat(Job(Later), jobs)]);

        Assert.Equal(accepted, submission is BatchSubmission.Answers);
        Assert.Equal(accepted ? jobs : 0, await CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SubmitAll_AgainUnderItsKey_IsAnsweredAsTheFirstTime(bool all)
    {
        string[] jobs = [Job(",\"target\":\"/a\"" + Later), Job(",\"i\":1" + Later), Job(",\"i\":1" + Later)];
        var first = Answers(await SubmitAsync(all, jobs, "k"));

        var again = Answers(await SubmitAsync(all, jobs, "k"));

        Assert.Equal(first.Select(answer => Accepted(answer).Job.Id), again.Select(answer => Accepted(answer).Job.Id));
        Assert.All(first, answer => Assert.False(Accepted(answer).Replayed));
        Assert.All(again, answer => Assert.True(Accepted(answer).Replayed));
        Assert.Equal(3, await CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SubmitAll_OfSomethingElseUnderAKey_StoresNothing(bool all)
    {
        Answers(await SubmitAsync(all: false, ["{}", Job(Later)], "k"));

        var problems = Refused(await SubmitAsync(all, [Job(Later), Job(Later), Job(Later)], "k"));

        Assert.Equal(ProblemCodes.IdempotencyKeyReused, Assert.Single(problems).Code);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task SubmitAll_EachUnderAKeyAfterHalfOfIt_StoresTheRest()
    {
        var blocking = Accepted(Answers(await SubmitAsync(all: false, Job(",\"target\":\"/a\"" + Later)))[0]).Job;
        string[] jobs = [Job(",\"target\":\"/a\"" + Later), Job(Later)];
        Assert.IsType<JobSubmission.Conflict>(Answers(await SubmitAsync(all: false, jobs, "k"))[0]);
        await _box.Engine.Jobs.CancelAsync(blocking.Id, null, Token);

        var again = Answers(await SubmitAsync(all: false, jobs, "k"));

        Assert.Equal([false, true], again.Select(answer => Accepted(answer).Replayed));
    }

    [Fact]
    public async Task SubmitAll_AllOrNone_AfterTheWorkflowWasReplacedElsewhere_RunsTheNewOne()
    {
        Accepted(Answers(await SubmitAsync(all: true, Job(Later)))[0]);
        var update = await _box.Create().Workflows.UpdateAsync(_workflow, EngineBox.Json("""{"name":"w","chain":[{"body":"two"}]}"""), Token);

        var answers = Answers(await SubmitAsync(all: true, Job(Later), Job(Later)));

        var revision = Assert.IsType<WorkflowUpdate.Updated>(update).Workflow.Revision;
        Assert.All(answers, answer => Assert.Equal(revision, Accepted(answer).Job.WorkflowRevision));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static JobSubmission.Accepted Accepted(JobSubmission submission) => Assert.IsType<JobSubmission.Accepted>(submission);

    private static IReadOnlyList<JobSubmission> Answers(BatchSubmission submission) => Assert.IsType<BatchSubmission.Answers>(submission).Jobs;

    private static IReadOnlyList<Contracts.Problems.ProblemItem> Refused(BatchSubmission submission) =>
        Assert.IsType<BatchSubmission.Refused>(submission).Problems;

    private string Job(string more) => $$"""{"workflow":"{{_workflow}}"{{more}}}""";

    private Task<BatchSubmission> SubmitAsync(bool all, params string[] jobs) => SubmitAsync(all, jobs, key: null);

    private Task<BatchSubmission> SubmitAsync(bool all, string[] jobs, string? key) =>
        _box.Engine.Jobs.SubmitAllAsync(EngineBox.Json($"[{string.Join(" , ", jobs)}]"), all, new SubmitContext("vmapi", key), Token);

    private async Task<long?> CountAsync() => (await _box.Engine.Jobs.ListAsync(new JobFilter(), count: true, Token)).Total;
}
