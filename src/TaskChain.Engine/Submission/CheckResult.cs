using TaskChain.Contracts.Problems;

namespace TaskChain.Engine.Submission;

/// <summary>What a check of a workflow against a catalogue found.</summary>
/// <param name="Problems">Empty when the workflow can run.</param>
/// <param name="Warnings">What the author should know.</param>
/// <param name="Report">Verdicts and warnings; null when there are problems.</param>
/// <param name="Lock">What a job would be pinned to; null when there are problems.</param>
internal sealed record CheckResult(IReadOnlyList<ProblemItem> Problems, IReadOnlyList<ProblemItem> Warnings, CheckReport? Report, LockFile? Lock);

/// <summary>What the check of one task found.</summary>
internal sealed class TaskCheckResult(TaskDefinition task)
{
    public TaskDefinition Task { get; } = task;

    public List<ProblemItem> Problems { get; } = [];

    public List<ProblemItem> Warnings { get; } = [];

    public List<ModuleReport> Modules { get; } = [];

    public string? BodyKey { get; set; }

    public string? FallbackKey { get; set; }

    public LockedSet Set { get; set; } = LockedSet.Empty;

    /// <summary>A problem that says which task it is about.</summary>
    public ProblemItem Item(string code, string message, string? pointer = null) =>
        new(code, message) { Pointer = pointer ?? Task.Pointer, Task = Task.Name, TaskIndex = Task.Index };
}
