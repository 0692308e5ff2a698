namespace TaskChain.Versioning.Packages;

/// <summary>How large a package may be.</summary>
public sealed record ModulePackageLimits
{
    /// <summary>Largest package in bytes. Default 64 MiB.</summary>
    public int MaxPackageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most bytes that its files may have together once unpacked. Default 256 MiB.</summary>
    public long MaxUnpackedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Most files in it. Default 2,000.</summary>
    public int MaxEntries { get; init; } = 2000;

    /// <summary>The defaults.</summary>
    public static ModulePackageLimits Default { get; } = new();
}
