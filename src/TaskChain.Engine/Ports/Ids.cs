namespace TaskChain.Engine.Ports;

/// <summary>A job's id; version 7 unless its poster chose one.</summary>
/// <param name="Value">The id.</param>
public readonly record struct JobId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>One life of one runner: a node that starts again is a new runner.</summary>
/// <param name="Value">The id.</param>
public readonly record struct RunnerId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
