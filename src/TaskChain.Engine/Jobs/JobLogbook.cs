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
}
