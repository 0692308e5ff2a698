namespace TaskChain.Contracts.Operations;

/// <summary>Answer of <c>/ping</c>.</summary>
/// <param name="Pid">Process id of the service.</param>
/// <param name="Backend"><c>up</c> or <c>down</c>: whether the database answers.</param>
/// <param name="BackendError">Why it does not; absent when it does.</param>
public sealed record PingDocument(int Pid, string Backend, string? BackendError = null);
