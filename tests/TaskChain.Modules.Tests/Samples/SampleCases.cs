namespace TaskChain.Modules.Tests.Samples;

/// <summary>The samples that are tried.</summary>
internal static class SampleCases
{
    /// <summary>True when there is time for every task and every kind of trouble.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("TASKCHAIN_LONG_TESTS") == "1";

    /// <summary>All samples.</summary>
    public static IReadOnlyList<SampleCase> All { get; } = [.. MachineSamples.All, .. ImageSamples.All, .. ServerSamples.All, .. MigrationSample.All];
}
