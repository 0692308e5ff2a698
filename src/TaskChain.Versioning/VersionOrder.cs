namespace TaskChain.Versioning;

/// <summary>How one version stands to another in a module's history (R13 to R15).</summary>
public enum VersionOrder
{
    /// <summary>The left one is older.</summary>
    Older,

    /// <summary>Both are the same version; build metadata is no part of identity.</summary>
    Equal,

    /// <summary>The left one is newer.</summary>
    Newer,

    /// <summary>Two different commits that the history does not know: neither is newer.</summary>
    Unordered,
}
