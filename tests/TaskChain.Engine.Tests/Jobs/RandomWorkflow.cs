using System.Globalization;
using System.Text;
using TaskChain.Engine.Plans;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Jobs;

/// <summary>How a wait ends.</summary>
internal enum WaitEnd
{
    Answer,
    Error,
    Deadline,
}

/// <summary>A workflow and what its runs come to, made from a seed. A repeated run comes to the same.</summary>
internal sealed class RandomWorkflow
{
    private static readonly TaskRunOutcome[] Outcomes =
    [
        TaskRunOutcome.Succeeded, TaskRunOutcome.Succeeded, TaskRunOutcome.Succeeded, TaskRunOutcome.Succeeded, TaskRunOutcome.Succeeded,
        TaskRunOutcome.Failed, TaskRunOutcome.Failed, TaskRunOutcome.Failed, TaskRunOutcome.TimedOut, TaskRunOutcome.Queue, TaskRunOutcome.Again,
        TaskRunOutcome.Wait, TaskRunOutcome.Retry,
    ];

    private readonly int _seed;

    /// <summary>Makes one.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="hasTimeouts">True when time limits of tasks and of the whole may pass.</param>
    public RandomWorkflow(int seed, bool hasTimeouts)
    {
        _seed = seed;
        var random = new Random(seed);
        var more = new StringBuilder();
        more.Append(CultureInfo.InvariantCulture, $",\"timeout\":{(hasTimeouts ? random.Next(5, 60) : 0)},\"max_attempts\":{random.Next(1, 3)}");
        if (random.Next(3) > 0) more.Append(",\"onerror\":").Append(Tasks(random, random.Next(0, 3), hasTimeouts));
        if (random.Next(3) > 0) more.Append(",\"oncancel\":").Append(Tasks(random, random.Next(0, 3), hasTimeouts));
        var chain = Tasks(random, random.Next(1, 5), hasTimeouts);
        Plan = PlanMaker.Plan(chain, more.ToString());
        Json = $$"""{"name":"random","chain":{{chain}}{{more}}}""";
    }

    /// <summary>The workflow's document.</summary>
    public string Json { get; }

    public Plan Plan { get; }

    /// <summary>What a run comes to. <paramref name="again"/>: how often the same attempt has asked to be run again.</summary>
    public TaskRunOutcome OutcomeOf(TaskNode task, int attempt, bool fallback, int again)
    {
        var outcome = Outcomes[Of(task, attempt, fallback, again, 1) % Outcomes.Length];
        return outcome == TaskRunOutcome.Again && again >= 3 ? TaskRunOutcome.Succeeded : outcome;
    }

    /// <summary>True when a failed run must not be repeated.</summary>
    public bool IsPermanent(TaskNode task, int attempt, bool fallback) => Of(task, attempt, fallback, 0, 2) % 5 == 0;

    public WaitEnd EndOfWait(TaskNode task, int attempt, bool fallback) => (WaitEnd)(Of(task, attempt, fallback, 0, 3) % 3);

    private int Of(TaskNode task, int attempt, bool fallback, int again, int salt)
    {
        var mixed = unchecked((uint)((_seed * 31) + task.Ordinal) * 2654435761u);
        mixed = unchecked((mixed ^ (uint)((attempt * 7) + (fallback ? 1000 : 0) + (again * 50) + (salt * 100_000))) * 2246822519u);
        mixed ^= mixed >> 15;
        return (int)(unchecked(mixed * 3266489917u) >> 4);
    }

    private static string Tasks(Random random, int count, bool hasTimeouts)
    {
        var tasks = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var task = new StringBuilder("{\"body\":\"b\"");
            task.Append(CultureInfo.InvariantCulture, $",\"retry\":{random.Next(1, 4)}");
            if (random.Next(3) == 0) task.Append(",\"retry_policy\":{\"delay\":2}");
            if (random.Next(3) == 0) task.Append(",\"fallback\":\"f\"");
            if (hasTimeouts && random.Next(2) == 0) task.Append(CultureInfo.InvariantCulture, $",\"timeout\":{random.Next(1, 20)}");
            tasks.Add(task.Append('}').ToString());
        }

        return $"[{string.Join(",", tasks)}]";
    }
}
