using TaskChain.Contracts;
using TaskChain.Contracts.Problems;

namespace TaskChain.Engine.Services;

/// <summary>What a check of a workflow document found; nothing is stored by it.</summary>
/// <param name="Problems">What would make a submission refused; empty when it would be accepted.</param>
/// <param name="Warnings">What its author should know.</param>
/// <param name="Report">
/// The check's report as it would be stored with the workflow: verdicts by task and module. Absent when there are problems.
/// </param>
public sealed record WorkflowVerification(IReadOnlyList<ProblemItem> Problems, IReadOnlyList<ProblemItem> Warnings, RawJson Report);
