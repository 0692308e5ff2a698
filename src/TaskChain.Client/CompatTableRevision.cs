using TaskChain.Contracts.Modules;

namespace TaskChain.Client;

/// <summary>A compat table as the service has it.</summary>
/// <param name="Table">The table.</param>
/// <param name="ETag">Its revision, to be sent when it is read again or replaced.</param>
public sealed record CompatTableRevision(CompatTableDocument Table, string ETag);
