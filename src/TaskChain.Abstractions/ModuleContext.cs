namespace TaskChain;

/// <summary>What a module's entry object is given when a task starts: a public constructor with this one parameter, or none.</summary>
/// <param name="Config">Operator variables granted to the workflow, for example <c>cnapiUrl</c>.</param>
/// <param name="Log">The job's log.</param>
/// <param name="Cancellation">Fires on cancel, timeout and emergency stop.</param>
public sealed record ModuleContext(IReadOnlyDictionary<string, string> Config, ScriptLog Log, CancellationToken Cancellation);
