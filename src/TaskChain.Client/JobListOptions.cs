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
}
