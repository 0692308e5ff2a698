namespace TaskChain.Engine.Ports;

/// <summary>A parameter by which jobs can be found.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Value">A string's text, or any other value's JSON text: a number in a query finds the number and the string.</param>
public readonly record struct SearchTerm(string Name, string Value);

/// <summary>Where a page of a list ended; the next one goes on after it whatever is stored meanwhile.</summary>
/// <param name="CreatedAt">Of the page's last job.</param>
/// <param name="Id">Of the page's last job.</param>
public readonly record struct JobCursor(DateTimeOffset CreatedAt, JobId Id);

/// <summary>Which jobs to list; all conditions that are given must hold. No combination reads all jobs that are stored.</summary>
public sealed record JobFilter
{
    /// <summary>Only jobs there.</summary>
    public JobStatus? Status { get; init; }

    /// <summary>Only jobs of workflows with that name.</summary>
    public string? Name { get; init; }

    /// <summary>Only jobs with that target.</summary>
    public string? Target { get; init; }

    /// <summary>Only jobs that this consumer posted.</summary>
    public string? Consumer { get; init; }

    /// <summary>Only jobs posted then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only jobs posted then or earlier.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only jobs that have all these parameters.</summary>
    public IReadOnlyList<SearchTerm> Search { get; init; } = [];

    /// <summary>Only jobs that come after it in the list; <see cref="Offset"/> counts from there.</summary>
    public JobCursor? After { get; init; }

    /// <summary>How many to skip. Default 0.</summary>
    public int Offset { get; init; }

    /// <summary>At most this many; 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
