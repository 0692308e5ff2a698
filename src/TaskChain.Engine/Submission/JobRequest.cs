using TaskChain.Contracts;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Submission;

/// <summary>A posted job as read: node-workflow's reserved members, and all others as parameters.</summary>
internal sealed record JobRequest
{
    /// <summary>The workflow's id as written; null when there was none.</summary>
    public string? Workflow { get; init; }

    public Guid? Id { get; init; }

    public string? Target { get; init; }

    public DateTimeOffset? ExecAfter { get; init; }

    public string? Locks { get; init; }

    public int NumAttempts { get; init; }

    /// <summary>A JSON object.</summary>
    public RawJson Params { get; init; } = RawJson.EmptyObject;

    /// <summary>The configured ones of the parameters, as a JSON object; absent when there are none.</summary>
    public RawJson Properties { get; init; }

    /// <summary>The same, to be found by.</summary>
    public IReadOnlyList<SearchTerm> Search { get; init; } = [];

    /// <summary>The same request with other parameters.</summary>
    public JobRequest WithParams(RawJson parameters, ExtraParams extra)
    {
        var found = extra.Find(parameters);
        return this with { Params = parameters, Properties = found.Properties, Search = found.Terms };
    }
}
