namespace TaskChain.Client;

/// <summary>Which jobs to list.</summary>
public sealed class JobListOptions
{
    /// <summary>Only jobs in that state: <c>queued</c>, <c>running</c>, <c>waiting</c>, <c>succeeded</c>, <c>failed</c>, <c>canceled</c> or <c>retried</c>.</summary>
    public string? Execution { get; set; }

    /// <summary>Only jobs of the workflow of that name.</summary>
    public string? Name { get; set; }

    /// <summary>Only jobs with that target.</summary>
    public string? Target { get; set; }

    /// <summary>Only jobs that this consumer posted.</summary>
    public string? Consumer { get; set; }

    /// <summary>Only jobs posted then or later.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only jobs posted then or earlier.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>Only jobs with all these parameters; the service knows some parameters for it, by default <c>vm_uuid</c> and five more.</summary>
    public IDictionary<string, string> Params { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
