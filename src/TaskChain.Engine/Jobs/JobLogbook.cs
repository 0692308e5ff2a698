using System.Text.Json;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Jobs;

/// <summary>Reads logbooks.</summary>
internal static class JobLogbook
{
    /// <summary>The job that a logbook tells.</summary>
    /// <exception cref="InvalidOperationException">The logbook is damaged: a gap, or an event that cannot have happened.</exception>
    public static JobState Fold(Plan plan, JobPosting posting, IReadOnlyList<LogEntry> log)
    {
        var state = new JobState(plan, posting);
        foreach (var entry in log)
        {
            if (entry.Sequence != state.EventCount) throw new InvalidOperationException($"The logbook has a gap before event {entry.Sequence}.");
            foreach (var happened in JobJson.Read(entry)) state.Apply(happened);
        }

        return state;
    }

    /// <summary>Number of events.</summary>
    public static int Length(IReadOnlyList<LogEntry> log) => log.Count == 0 ? 0 : log[^1].Sequence + log[^1].EventCount;

    /// <summary>True when a logbook that may be damaged says that its job is to be cancelled.</summary>
    public static bool AsksForCancel(IReadOnlyList<LogEntry> log)
    {
        try
        {
            return log.SelectMany(JobJson.Read).Any(happened => happened is JobEvent.CancelRequested);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
