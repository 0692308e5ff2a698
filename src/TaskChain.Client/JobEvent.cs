using TaskChain.Contracts;

namespace TaskChain.Client;

/// <summary>Something that happened to a job.</summary>
/// <param name="Number">
/// Its number in the job's history; null for what bodies say (<c>info</c>, <c>log</c>, <c>progress</c>), which is told only to those who listen then.
/// </param>
/// <param name="Name">What happened, for example <c>task_started</c> or <c>succeeded</c>.</param>
/// <param name="Data">The facts: one JSON object, for <c>info</c> any value.</param>
public sealed record JobEvent(int? Number, string Name, RawJson Data)
{
    /// <summary>True for the last event of a job.</summary>
    public bool IsFinal => Number is not null && Name is ("succeeded" or "failed" or "canceled" or "retried");
}
