namespace TaskChain.Contracts.Jobs;

/// <summary>With what a waiting job goes on.</summary>
/// <param name="Result">Becomes the waiting task's result.</param>
/// <param name="Error">Becomes the waiting task's error: the task has failed.</param>
public sealed record ResumeDocument(RawJson? Result = null, RawJson? Error = null);
