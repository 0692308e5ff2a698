namespace TaskChain.Storage.Database;

/// <summary>Keys of advisory locks that are the same for all nodes: "taskchai" as a number and the ones after it. Runners count from 1.</summary>
internal static class AdvisoryKeys
{
    /// <summary>One node migrates at a time.</summary>
    public const long Migration = 0x7461736b63686169;

    /// <summary>Jobs with targets (shared) and jobs with locks (exclusively) are stored.</summary>
    public const long Targets = Migration + 1;

    /// <summary>What is paused is changed.</summary>
    public const long Pauses = Migration + 2;

    /// <summary>Jobs are removed by age and number.</summary>
    public const long Retention = Migration + 3;
}
