using System.Collections.Frozen;

namespace TaskChain.Engine.Jobs;

/// <summary>Names of a job's own members. A property of that name is kept and given to bodies, but not shown: it would hide what the service says.</summary>
internal static class JobMembers
{
    private static readonly FrozenSet<string> Own = JobContext.FrozenNames.Concat(
    [
        "error", "progress", "current_task", "finished_at", "paused", "cancel_requested", "consumer", "oncancel_md5",
    ]).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsOwn(string name) => Own.Contains(name);

    /// <summary>True when bodies may not set a property of that name either, so that no job starts with one.</summary>
    public static bool IsFrozen(string name) => JobContext.FrozenNames.Contains(name);
}
