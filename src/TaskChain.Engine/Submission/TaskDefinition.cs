namespace TaskChain.Engine.Submission;

/// <summary>One task of a workflow as read from its document.</summary>
internal sealed record TaskDefinition
{
    /// <summary>Stable id of the task in the workflow: <c>chain/3</c>.</summary>
    public required string NodeId { get; init; }

    /// <summary>Position in its list, from 0.</summary>
    public required int Index { get; init; }

    public required string Name { get; init; }

    /// <summary>C# statements.</summary>
    public required string Body { get; init; }

    public string? Fallback { get; init; }

    /// <summary>True in onerror and oncancel chains: the global <c>error</c> exists in the body.</summary>
    public bool HasError { get; init; }

    /// <summary>Limit of one attempt; null means none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Number of attempts, at least 1.</summary>
    public int Attempts { get; init; } = 1;

    public RetryPolicy RetryPolicy { get; init; } = RetryPolicy.Immediate;

    public IReadOnlyList<ModuleDemand> Modules { get; init; } = [];

    /// <summary>True when a proof may overrule a break that the table says (R22).</summary>
    public bool TrustsProof { get; init; }

    /// <summary>True when unguarded uses of missing members become throws (R22).</summary>
    public bool ThrowsOnMissingMembers { get; init; }

    /// <summary>JSON pointer of the task in the document.</summary>
    public required string Pointer { get; init; }
}

/// <summary>How long to wait between attempts.</summary>
/// <param name="Delay">Before the second attempt.</param>
/// <param name="BackOff">Factor from one delay to the next, at least 1.</param>
/// <param name="MaxDelay">Never longer than this.</param>
internal sealed record RetryPolicy(TimeSpan Delay, double BackOff, TimeSpan MaxDelay)
{
    public static RetryPolicy Immediate { get; } = new(TimeSpan.Zero, 1, TimeSpan.FromHours(1));

    /// <summary>The delay after a failed attempt.</summary>
    /// <param name="attempt">Number of the attempt that failed, from 1.</param>
    public TimeSpan DelayAfter(int attempt)
    {
        if (Delay == TimeSpan.Zero) return TimeSpan.Zero;
        var seconds = Delay.TotalSeconds * Math.Pow(BackOff, attempt - 1);
        return seconds >= MaxDelay.TotalSeconds ? MaxDelay : TimeSpan.FromSeconds(seconds);
    }
}

/// <summary>A module that a task asks for.</summary>
/// <param name="Alias">The script's variable.</param>
/// <param name="Name">Module name.</param>
/// <param name="Requested">SemVer, SHA or range; null when the task names none.</param>
/// <param name="Pointer">Where it stands in the document.</param>
internal sealed record ModuleDemand(string Alias, string Name, string? Requested, string Pointer);
