using TaskChain.Contracts;

namespace TaskChain.Engine.Submission;

/// <summary>A workflow as read from its document. Immutable.</summary>
internal sealed record WorkflowDefinition
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Limit of the whole chain; zero means none.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How many attempts of the whole job there may be, the first one counted.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>Delay before the second attempt of the whole job; doubles with each further one.</summary>
    public required TimeSpan InitialDelay { get; init; }

    /// <summary>The delay never grows beyond this.</summary>
    public required TimeSpan MaxDelay { get; init; }

    /// <summary>The initial delay when the document has it, as jobs show it.</summary>
    public TimeSpan? ShownInitialDelay { get; init; }

    /// <summary>The longest delay when the document has it, as jobs show it.</summary>
    public TimeSpan? ShownMaxDelay { get; init; }

    public required IReadOnlyList<TaskDefinition> Chain { get; init; }

    /// <summary>Null when the document has none.</summary>
    public IReadOnlyList<TaskDefinition>? OnError { get; init; }

    /// <summary>Null when the document has none.</summary>
    public IReadOnlyList<TaskDefinition>? OnCancel { get; init; }

    /// <summary>The document to store: as posted, plus uuids, key order kept.</summary>
    public required RawJson Document { get; init; }

    public RawJson ChainJson { get; init; }

    public RawJson OnErrorJson { get; init; }

    public RawJson OnCancelJson { get; init; }

    /// <summary>MD5 of the cancel chain's JSON text, or null when there is none.</summary>
    public string? OnCancelMd5 { get; init; }

    /// <summary>Members that mean nothing to the service: properties that every job starts with. A JSON object; absent when there are none.</summary>
    public RawJson JobProperties { get; init; }

    public IEnumerable<TaskDefinition> Tasks => Chain.Concat(OnError ?? []).Concat(OnCancel ?? []);
}
