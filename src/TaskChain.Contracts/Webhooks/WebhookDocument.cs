namespace TaskChain.Contracts.Webhooks;

/// <summary>A webhook as the service answers it.</summary>
public sealed record WebhookDocument
{
    /// <summary>Its id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The consumer of whose jobs it tells; absent when it tells of everybody's.</summary>
    public string? Consumer { get; init; }

    /// <summary>Where it posts to.</summary>
    public required string Url { get; init; }

    /// <summary>Only these ends; absent for all.</summary>
    public IReadOnlyList<string>? Executions { get; init; }

    /// <summary>Only jobs of that workflow, by uuid or name.</summary>
    public string? Workflow { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it is disabled; absent when it is not.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Why it is disabled.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>What deliveries are signed with (Standard Webhooks); only in the answer that created it, never again.</summary>
    public string? Secret { get; init; }
}
