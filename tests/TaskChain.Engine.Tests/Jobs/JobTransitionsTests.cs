using TaskChain.Contracts;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Jobs;

public sealed class JobTransitionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<int, int> AllPairs()
    {
        var pairs = new TheoryData<int, int>();
        foreach (var status in Enum.GetValues<JobStatus>())
        {
            foreach (var kind in Enum.GetValues<JobEventKind>()) pairs.Add((int)status, (int)kind);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void Apply_EachEventInEachState_FollowsTheTable(int from, int kind)
    {
        var state = In((JobStatus)from);
        var row = JobTransitions.Rows.Where(item => item.From == (JobStatus)from && item.Event == (JobEventKind)kind).ToList();

        var thrown = Record.Exception(() => state.Apply(Make((JobEventKind)kind)));

        if (row.Count == 0) Assert.IsType<InvalidOperationException>(thrown);
        else Assert.Equal(row[0].To, state.Status);
    }

    [Fact]
    public void Rows_OfTheTable_AreUniqueAndLeaveNoFinalState()
    {
        Assert.Equal(JobTransitions.Rows.Count, JobTransitions.Rows.Select(row => (row.From, row.Event)).Distinct().Count());
        Assert.DoesNotContain(JobTransitions.Rows, row => row.From.IsFinal());
    }

    [Fact]
    public void Rows_OfTheTable_ReachEveryState()
    {
        Assert.Equal(Enum.GetValues<JobStatus>().Order(), JobTransitions.Rows.Select(row => row.To).Append(JobStatus.Queued).Distinct().Order());
    }

    [Fact]
    public void ToMermaid_OfTheTable_IsWhatTheDocumentShows()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "src/TaskChain.Engine/STATES.md"));

        Assert.Contains($"<!-- states -->\n```mermaid\n{JobTransitions.ToMermaid()}```\n<!-- /states -->", document, StringComparison.Ordinal);
    }

    private static JobState In(JobStatus status)
    {
        var state = Make(Make("""[{"body":"one"}]"""));
        JobEvent[] events = status switch
        {
            JobStatus.Queued => [],
            JobStatus.Running => [Make(JobEventKind.Claimed), Make(JobEventKind.TaskStarted)],
            JobStatus.Waiting => [Make(JobEventKind.Claimed), Make(JobEventKind.TaskStarted), Make(JobEventKind.Suspended)],
            JobStatus.Succeeded => [Make(JobEventKind.Claimed), Make(JobEventKind.Succeeded)],
            JobStatus.Failed => [Make(JobEventKind.Claimed), Make(JobEventKind.Failed)],
            JobStatus.Canceled => [Make(JobEventKind.Canceled)],
            _ => [Make(JobEventKind.Claimed), Make(JobEventKind.Retried)],
        };
        foreach (var happened in events) state.Apply(happened);
        Assert.Equal(status, state.Status);
        return state;
    }

    private static JobState Make(Engine.Plans.Plan plan) => new(plan, new JobPosting { Params = RawJson.EmptyObject });

    private static Engine.Plans.Plan Make(string chain) => PlanMaker.Plan(chain);

    private static JobEvent Make(JobEventKind kind) => kind switch
    {
        JobEventKind.Claimed => new JobEvent.Claimed(Now, Guid.Empty),
        JobEventKind.TaskStarted => new JobEvent.TaskStarted(Now, "chain/0", 1),
        JobEventKind.TaskEnded => new JobEvent.TaskEnded(Now, "chain/0", TaskRunOutcome.Succeeded),
        JobEventKind.TimedOut => new JobEvent.TimedOut(Now, "chain/0"),
        JobEventKind.Requeued => new JobEvent.Requeued(Now, RequeueReason.Queue),
        JobEventKind.Suspended => new JobEvent.Suspended(Now, null),
        JobEventKind.Resumed => new JobEvent.Resumed(Now),
        JobEventKind.CancelRequested => new JobEvent.CancelRequested(Now),
        JobEventKind.Succeeded => new JobEvent.Succeeded(Now),
        JobEventKind.Failed => new JobEvent.Failed(Now, new JobErrorView("Error", "x", "task_failed")),
        JobEventKind.Canceled => new JobEvent.Canceled(Now),
        _ => new JobEvent.Retried(Now, null),
    };
}
