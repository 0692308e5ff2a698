using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>Which workflows to list; all conditions that are given must hold.</summary>
public sealed record WorkflowFilter
{
    /// <summary>Only the workflow of that name; found by an index.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Only workflows whose document has these top-level members: a string with that text, or any other value with that JSON text. Documents are looked
    /// through for it.
    /// </summary>
    public IReadOnlyList<SearchTerm> Members { get; init; } = [];

    /// <summary>How many to skip. Default 0.</summary>
    public int Offset { get; init; }

    /// <summary>At most this many; 1 to 1,000. Default 1,000.</summary>
    public int Limit { get; init; } = 1000;
}
