using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>What is going on, for people who look (node-workflow's <c>/snapshot</c>).</summary>
/// <param name="Uptime">How long this node's engine exists.</param>
/// <param name="Jobs">How many jobs there are by status, on all nodes; up to a second old.</param>
/// <param name="Running">Running jobs of all nodes, those posted last first; at most <see cref="MaxJobs"/>.</param>
/// <param name="Queued">The same of queued jobs.</param>
/// <param name="Runners">All runners that are known, those that joined last first.</param>
/// <param name="RunningHere">Jobs under way on this node.</param>
public sealed record EngineSnapshot(
    TimeSpan Uptime, IReadOnlyDictionary<JobStatus, long> Jobs, IReadOnlyList<JobView> Running, IReadOnlyList<JobView> Queued,
    IReadOnlyList<RunnerInfo> Runners, int RunningHere)
{
    /// <summary>Most jobs of one status that a snapshot names.</summary>
    public const int MaxJobs = 1000;

    /// <summary>How many jobs there are in all.</summary>
    public long TotalJobs
    {
        get
        {
            var total = 0L;
            foreach (var (_, number) in Jobs) total += number;
            return total;
        }
    }
}
