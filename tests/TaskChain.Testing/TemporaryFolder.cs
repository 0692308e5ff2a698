namespace TaskChain.Testing;

/// <summary>A folder that goes away with its owner. Every user may pass through it, because a database server runs as another user than root.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes one.</summary>
    public TemporaryFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "tc-test-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
