namespace TaskChain.Contracts.Webhooks;

/// <summary>A delivery of a webhook.</summary>
public sealed record DeliveryDocument
{
    /// <summary>Its id: the header <c>webhook-id</c> of every attempt.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The job that ended; absent for a test.</summary>
    public Guid? JobUuid { get; init; }

    /// <summary>How it ended; absent for a test.</summary>
    public string? Execution { get; init; }

    /// <summary><c>pending</c>, <c>delivered</c> or <c>dead</c>.</summary>
    public required string State { get; init; }

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>When the job ended.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is attempted next; absent when it has ended.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was attempted last.</summary>
    public DateTimeOffset? AttemptedAt { get; init; }

    /// <summary>HTTP status that was answered last.</summary>
    public int? LastStatus { get; init; }

    /// <summary>What went wrong last.</summary>
    public string? LastError { get; init; }
}
