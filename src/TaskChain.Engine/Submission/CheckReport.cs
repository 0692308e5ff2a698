using TaskChain.Contracts.Problems;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Engine.Submission;

/// <summary>What the check found, stored with the workflow and answered.</summary>
/// <param name="CatalogueRevision">The catalogue it was checked against.</param>
/// <param name="Tasks">One per task, in the order of the document.</param>
/// <param name="Warnings">What the author should know.</param>
internal sealed record CheckReport(long CatalogueRevision, IReadOnlyList<TaskReport> Tasks, IReadOnlyList<ProblemItem> Warnings);

/// <summary>What the check found about a task.</summary>
/// <param name="Node">Stable id of the task.</param>
/// <param name="Name">Task name.</param>
/// <param name="Modules">The verdict on each of its modules.</param>
internal sealed record TaskReport(string Node, string Name, IReadOnlyList<ModuleReport> Modules);

/// <summary>The verdict on one module of a task.</summary>
/// <param name="Alias">The script's variable.</param>
/// <param name="Name">Module name.</param>
/// <param name="Requested">The version asked for, or null.</param>
/// <param name="Ver">The version given.</param>
/// <param name="Verdict">Whether the body fits it.</param>
/// <param name="Evidence">Sentences: symbols and lines.</param>
internal sealed record ModuleReport(string Alias, string Name, string? Requested, string Ver, Verdict Verdict, IReadOnlyList<string> Evidence);
