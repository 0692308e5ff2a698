namespace TaskChain.Contracts.Webhooks;

/// <summary>A webhook to create.</summary>
public sealed record NewWebhookDocument
{
    /// <summary>Where to post: an http or https address whose origin the operator allows.</summary>
    public required string Url { get; init; }

    /// <summary>Only ends with one of these: <c>succeeded</c>, <c>failed</c>, <c>canceled</c>, <c>retried</c>. Default all.</summary>
    public IReadOnlyList<string>? Executions { get; init; }

    /// <summary>Only jobs of the workflow with that uuid, or of workflows with that name.</summary>
    public string? Workflow { get; init; }
}
