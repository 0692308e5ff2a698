using System.Globalization;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>A point of a sample's chain where something can go wrong.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Index">The task's position.</param>
/// <param name="When"><c>before</c> its work, or <c>after</c> it, when only its end is missing.</param>
internal sealed record SamplePoint(SampleCase Sample, int Index, string When)
{
    /// <summary>All points of all samples.</summary>
    public static IEnumerable<SamplePoint> All =>
        from sample in SampleCases.All
        from index in Enumerable.Range(0, SampleLab.WorkflowOf(sample).Chain.Count)
        from when in (string[])["before", "after"]
        select new SamplePoint(sample, index, when);

    /// <summary>A part of the points, in which each sample comes up; all of them in the long run.</summary>
    /// <param name="every">One in so many; an odd number, so that both kinds of points come up.</param>
    /// <param name="offset">Which of them.</param>
    public static IEnumerable<SamplePoint> OneIn(int every, int offset) =>
        All.Where((_, position) => SampleCases.IsLong || position % every == offset);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Sample}, {When} task {Index} ('{SampleLab.WorkflowOf(Sample).Chain[Index].Name}')");
}
