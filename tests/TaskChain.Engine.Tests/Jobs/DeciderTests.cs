using System.Diagnostics;
using TaskChain.Contracts;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Jobs;

public sealed class DeciderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Chain, further members, outcomes of the runs so far, and what is decided then.</summary>
    public static TheoryData<string, string, string, string> Table() => new()
    {
        { """[{"body":"a"},{"body":"b"}]""", "", "", "start chain/0 #1" },
        { """[{"body":"a"},{"body":"b"}]""", "", "ok", "start chain/1 #1" },
        { """[{"body":"a"},{"body":"b"}]""", "", "ok ok", "succeed" },
        { """[{"body":"a","retry":2}]""", "", "fail", "start chain/0 #2" },
        { """[{"body":"a","retry":2}]""", "", "timeout", "start chain/0 #2" },
        { """[{"body":"a","retry":2}]""", "", "fail fail", "fail" },
        { """[{"body":"a","retry":2}]""", "", "permanent", "fail" },
        { """[{"body":"a","retry":0}]""", "", "fail", "fail" },
        { """[{"body":"a","retry":3,"retry_policy":{"delay":2,"back_off":3,"max_delay":5}}]""", "", "fail", "requeue 2 Retry" },
        { """[{"body":"a","retry":3,"retry_policy":{"delay":2,"back_off":3,"max_delay":5}}]""", "", "fail parked", "start chain/0 #2" },
        { """[{"body":"a","retry":3,"retry_policy":{"delay":2,"back_off":3,"max_delay":5}}]""", "", "fail parked fail", "requeue 5 Retry" },
        { """[{"body":"a","fallback":"f"}]""", "", "fail", "start chain/0 #1 fallback" },
        { """[{"body":"a","fallback":"f"}]""", "", "permanent", "start chain/0 #1 fallback" },
        { """[{"body":"a","fallback":"f"},{"body":"b"}]""", "", "fail ok", "start chain/1 #1" },
        { """[{"body":"a","fallback":"f","retry":9}]""", "", "permanent fail", "fail" },
        { """[{"body":"a"}]""", ""","onerror":[{"body":"e"},{"body":"g"}]""", "fail", "start onerror/0 #1" },
        { """[{"body":"a"}]""", ""","onerror":[{"body":"e"},{"body":"g"}]""", "fail ok", "start onerror/1 #1" },
        { """[{"body":"a"}]""", ""","onerror":[{"body":"e"},{"body":"g"}]""", "fail ok ok", "fail" },
        { """[{"body":"a"}]""", ""","onerror":[{"body":"e"},{"body":"g"}]""", "fail fail", "fail" },
        { """[{"body":"a"}]""", ""","onerror":[]""", "fail", "fail" },
        { """[{"body":"a"},{"body":"b"}]""", "", "queue", "requeue 7 Queue" },
        { """[{"body":"a"},{"body":"b"}]""", "", "queue parked", "start chain/1 #1" },
        { """[{"body":"a"}]""", "", "again", "requeue 7 Again" },
        { """[{"body":"a"}]""", "", "again parked", "start chain/0 #1" },
        { """[{"body":"a","timeout":10}]""", "", "again parked again", "expire" },
        { """[{"body":"a"}]""", "", "wait", "suspend" },
        { """[{"body":"a"}]""", "", "wait suspended", "expire" },
        { """[{"body":"a"},{"body":"b"}]""", "", "wait resumed", "start chain/1 #1" },
        { """[{"body":"a","retry":5}]""", "", "wait rejected", "fail" },
        { """[{"body":"a"}]""", "", "retry", "retry True" },
        { """[{"body":"a"}]""", ""","max_attempts":1""", "retry", "retry False" },
        { """[{"body":"a"}]""", "", "cut", "start chain/0 #1 interrupted" },
        { """[{"body":"a"},{"body":"b"}]""", "", "ok cut", "start chain/1 #1 interrupted" },
        { """[{"body":"a"},{"body":"b"}]""", ""","timeout":5""", "slow", "timeout" },
        { """[{"body":"a"}]""", ""","timeout":5,"onerror":[{"body":"e"}]""", "slow timed", "start onerror/0 #1" },
        { """[{"body":"a","retry":4}]""", ""","timeout":5""", "late", "fail" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Decide_AfterOutcomes_IsAsTheTableSays(string chain, string more, string outcomes, string expected)
    {
        var plan = PlanMaker.Plan(chain, more);
        var state = new JobState(plan, new JobPosting { Params = RawJson.EmptyObject });
        var now = Start;
        state.Apply(new JobEvent.Claimed(now, Guid.Empty));
        foreach (var outcome in outcomes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Happen(plan, state, outcome, ref now);

        Assert.Equal(expected, Describe(Assert.Single(Decider.Decide(plan, state, now))));
    }

    [Fact]
    public void Decide_WhileATaskIsUnderWay_IsNothing()
    {
        var plan = PlanMaker.Plan("""[{"body":"a"}]""");
        var state = new JobState(plan, new JobPosting { Params = RawJson.EmptyObject });
        state.Apply(new JobEvent.Claimed(Start, Guid.Empty));
        state.Apply(new JobEvent.TaskStarted(Start, "chain/0", 1));

        Assert.Empty(Decider.Decide(plan, state, Start));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(8, true)]
    [InlineData(int.MaxValue, false)]
    public void Decide_RetryOfAJobThatWasPostedAsALaterAttempt_CountsThatIn(int attempts, bool hasSuccessor)
    {
        var plan = PlanMaker.Plan("""[{"body":"a"}]""", ""","max_attempts":10""");
        var state = new JobState(plan, new JobPosting { Params = RawJson.EmptyObject, NumAttempts = attempts });
        var now = Start;
        state.Apply(new JobEvent.Claimed(now, Guid.Empty));
        Happen(plan, state, "retry", ref now);

        Assert.Equal($"retry {hasSuccessor}", Describe(Assert.Single(Decider.Decide(plan, state, now))));
    }

    [Fact]
    public void Decide_InAChainOfAThousand_AllocatesNoMoreThanInAShortOne()
    {
        Assert.Equal(AllocatedInOneStep(10), AllocatedInOneStep(1000));
    }

    private static long AllocatedInOneStep(int length)
    {
        var plan = PlanMaker.Plan("[" + string.Join(",", Enumerable.Repeat("""{"body":"a"}""", length)) + "]");
        var state = new JobState(plan, new JobPosting { Params = RawJson.EmptyObject });
        state.Apply(new JobEvent.Claimed(Start, Guid.Empty));
        for (var i = 0; i < length / 2; i++)
        {
            state.Apply(new JobEvent.TaskStarted(Start, $"chain/{i}", 1));
            state.Apply(new JobEvent.TaskEnded(Start, $"chain/{i}", TaskRunOutcome.Succeeded));
        }

        Decider.Decide(plan, state, Start);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Decider.Decide(plan, state, Start);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Happen(Plan plan, JobState state, string word, ref DateTimeOffset now)
    {
        switch (word)
        {
            case "parked":
                var requeue = (Decision.Requeue)Decider.Decide(plan, state, now)[0];
                state.Apply(new JobEvent.Requeued(now, requeue.Reason) { Delay = requeue.Delay });
                state.Apply(new JobEvent.Claimed(now, Guid.Empty));
                return;
            case "suspended":
                state.Apply(new JobEvent.Suspended(now, now));
                state.Apply(new JobEvent.Claimed(now, Guid.Empty));
                return;
            case "resumed" or "rejected":
                state.Apply(new JobEvent.Suspended(now, null));
                state.Apply(new JobEvent.Resumed(now) { Error = word == "resumed" ? null : new JobErrorView("Error", "no", "task_failed") });
                state.Apply(new JobEvent.Claimed(now, Guid.Empty));
                return;
            case "timed":
                state.Apply(new JobEvent.TimedOut(now, null));
                return;
        }

        var start = (Decision.Start)Decider.Decide(plan, state, now)[0];
        state.Apply(new JobEvent.TaskStarted(now, start.Task.Id, start.Attempt) { Fallback = start.Fallback });
        now += TimeSpan.FromSeconds(word is "slow" or "late" ? 6 : 1);
        if (word == "cut") state.Apply(new JobEvent.Claimed(now, Guid.Empty));
        else if (word == "late") state.Apply(new JobEvent.TimedOut(now, start.Task.Id));
        else state.Apply(new JobEvent.TaskEnded(now, start.Task.Id, OutcomeOf(word)) { Permanent = word == "permanent", After = TimeSpan.FromSeconds(7) });
    }

    private static TaskRunOutcome OutcomeOf(string word) => word switch
    {
        "ok" or "slow" => TaskRunOutcome.Succeeded,
        "fail" or "permanent" => TaskRunOutcome.Failed,
        "timeout" => TaskRunOutcome.TimedOut,
        "queue" => TaskRunOutcome.Queue,
        "again" => TaskRunOutcome.Again,
        "wait" => TaskRunOutcome.Wait,
        "retry" => TaskRunOutcome.Retry,
        _ => throw new UnreachableException(word),
    };

    private static string Describe(Decision decision) => decision switch
    {
        Decision.Start start => $"start {start.Task.Id} #{start.Attempt}{(start.Fallback ? " fallback" : "")}{(start.Interrupted ? " interrupted" : "")}",
        Decision.Requeue requeue => $"requeue {requeue.Delay.TotalSeconds} {requeue.Reason}",
        Decision.Suspend => "suspend",
        Decision.Expire => "expire",
        Decision.TimeOut => "timeout",
        Decision.Succeed => "succeed",
        Decision.Fail => "fail",
        Decision.Retry retry => $"retry {retry.HasSuccessor}",
        _ => throw new UnreachableException(),
    };
}
