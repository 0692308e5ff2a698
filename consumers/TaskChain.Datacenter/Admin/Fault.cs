namespace TaskChain.Datacenter.Admin;

/// <summary>Something that goes wrong, or slowly, on demand.</summary>
/// <param name="Path">Text in the paths of the requests that it befalls.</param>
internal sealed record Fault(string Path)
{
    /// <summary>The requests' method, or null for any.</summary>
    public string? Method { get; init; }

    /// <summary>Text in the requests' bodies, or null for any.</summary>
    public string? Contains { get; init; }

    /// <summary>How many requests it befalls.</summary>
    public int Times { get; init; } = 1;

    /// <summary>HTTP status that they are answered with, or null to serve them.</summary>
    public int? Status { get; init; }

    /// <summary>How long they wait first.</summary>
    public double DelaySeconds { get; init; }

    /// <summary>True to serve them and then hang up without an answer.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>How long a task that they start takes, or null for the usual time.</summary>
    public double? TaskSeconds { get; init; }

    /// <summary>With what a task that they start fails, or null.</summary>
    public string? TaskError { get; init; }
}
