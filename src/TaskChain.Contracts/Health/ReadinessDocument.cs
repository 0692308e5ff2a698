namespace TaskChain.Contracts.Health;

/// <summary>Whether the service can take work.</summary>
/// <param name="Status"><c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Checks">By name: what was looked at.</param>
public sealed record ReadinessDocument(string Status, IReadOnlyDictionary<string, ReadinessCheckDocument> Checks);

/// <summary>One thing that was looked at.</summary>
/// <param name="Ready">True when it works.</param>
/// <param name="Detail">For people.</param>
public sealed record ReadinessCheckDocument(bool Ready, string Detail);
