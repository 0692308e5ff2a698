namespace TaskChain.Api.Health;

/// <summary>One thing that must work for the service to take work.</summary>
internal interface IReadinessCheck
{
    /// <summary>Name in the answer.</summary>
    string Name { get; }

    /// <summary>Looks. Faults count as not ready.</summary>
    Task<CheckResult> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>What a check found.</summary>
/// <param name="Ready">True when it works.</param>
/// <param name="Detail">A sentence or a few figures for people.</param>
internal sealed record CheckResult(bool Ready, string Detail);
