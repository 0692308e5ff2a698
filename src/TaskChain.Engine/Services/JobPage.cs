using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>A page of a list of jobs.</summary>
/// <param name="Jobs">Without chains and results, those posted last first.</param>
/// <param name="Total">
/// How many jobs the filter finds in all; null when it was not asked for, and for pages that go on after a cursor. Jobs are not counted when the page
/// itself tells it.
/// </param>
/// <param name="Next">Where the next page begins; null when this one is the last.</param>
public sealed record JobPage(IReadOnlyList<JobView> Jobs, long? Total, JobCursor? Next);
