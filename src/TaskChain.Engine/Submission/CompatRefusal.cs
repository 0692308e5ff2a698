using TaskChain.Contracts.Problems;
using TaskChain.Sandbox.Protocol;
using TaskChain.Versioning;

namespace TaskChain.Engine.Submission;

/// <summary>Says that no installed version of a module is usable for a task (R18, R19).</summary>
internal static class CompatRefusal
{
    public static ProblemItem Item(TaskCheckResult task, ModuleChoice choice, IReadOnlyList<CompiledSource> compiled)
    {
        var hits = Hits(choice, compiled);
        var broken = choice.Broken;
        var untouched = Untouched(choice, hits, compiled);
        return task.Item(ProblemCodes.ModuleCompatBroken, Message(task.Task.Name, choice, hits, untouched), choice.Demand.Pointer) with
        {
            Alias = choice.Demand.Alias,
            Module = choice.Demand.Name,
            Requested = choice.Requested,
            Available = Available(choice),
            Line = hits.Count > 0 ? hits[0].Line : null,
            Column = hits.Count > 0 ? hits[0].Column : null,
            BrokenBy = broken?.BreakingEntries.Select(entry => new BreakingVersion(entry.Version, entry.Reason)).ToArray(),
            Hits = hits,
            NearestVersion = broken?.NearestVersion ?? choice.Requested,
            Remedy = Remedy(choice) + untouched,
        };
    }

    private static string Available(ModuleChoice choice) => choice.Broken?.Available.Version ?? choice.Bound.Version;

    /// <summary>The one sentence that stands alone for log readers, and what to do.</summary>
    private static string Message(string task, ModuleChoice choice, List<MemberHit> hits, string untouched)
    {
        int[] lines = [.. hits.Select(hit => hit.Line).Where(line => line > 0)];
        if (choice.Broken is { } broken) return AbortMessage.Broken(task, choice.Demand.Name, choice.Requested ?? "", broken, lines) + untouched;
        var members = string.Join(", ", hits.Select(hit => hit.Member).Distinct(StringComparer.Ordinal));
        int[] places = [.. lines.Distinct().Order()];
        var lacking = hits.Count == 0 ? "" : $" ({members}; used on line{(places.Length == 1 ? "" : "s")} {string.Join(", ", places)})";
        return $"Task '{task}' needs module '{choice.Demand.Name}' {choice.Requested}; this service has {Available(choice)}, "
            + $"which its body does not bind against{lacking}. {Remedy(choice)}{untouched}";
    }

    private static string Remedy(ModuleChoice choice) => choice.Broken is { } broken
        ? AbortMessage.Remedy(broken)
        : choice.Requested is { } requested
            ? $"Install {requested} beside it, or move the task to {Available(choice)}."
            : $"Move the task to {Available(choice)}.";

    /// <summary>R22: when the proof says that the break does not concern these bodies, their author may say so.</summary>
    private static string Untouched(ModuleChoice choice, List<MemberHit> hits, IReadOnlyList<CompiledSource> compiled)
    {
        if (choice.Broken is not { } broken || hits.Count > 0 || compiled.Any(source => source.Errors.Any())) return "";
        if (ProvableBreaks.Are(choice.Record, broken))
        {
            return " The proof finds the task untouched by the break: with \"compat\": \"proof\" it is accepted.";
        }

        return ProvableBreaks.NeverSeen(choice.Record, broken) is { } unseen
            ? $" The task uses no member that is gone, but no proof can tell whether the break touches it: {unseen} was never published here."
            : " The task uses no member that is gone, but the break was declared for behaviour, which no proof overrules.";
    }

    /// <summary>
    /// True for an error that may well be the break's doing: no version that would satisfy the request was ever here, so a member that it has looks
    /// like one that never was. Otherwise the error is the body's own, and reported as that.
    /// </summary>
    public static bool IsUnexplained(ModuleChoice choice, ScriptDiagnostic error) =>
        error is { Module: null, Line: > 0 }
        && choice.Broken is { } broken && !choice.Record.Versions.Any(version => broken.WouldSatisfy.Contains(version.Data.Version));

    /// <summary>Members of the module that the bodies use and the available version lacks, with their lines.</summary>
    private static List<MemberHit> Hits(ModuleChoice choice, IReadOnlyList<CompiledSource> compiled)
    {
        var module = choice.Demand.Name;
        var hits = new List<MemberHit>();
        foreach (var source in compiled)
        {
            hits.AddRange(source.Result.Uses.Where(use => !use.Present && use.Module == module)
                .Select(use => new MemberHit(use.Member, use.Line, use.Column)));
            hits.AddRange(source.Errors.Where(error => error.Module == module || IsUnexplained(choice, error))
                .Select(error => new MemberHit(error.Member ?? error.Id, error.Line, error.Column)));
        }

        return [.. hits.DistinctBy(hit => (hit.Line, hit.Column)).OrderBy(hit => hit.Line).ThenBy(hit => hit.Column)];
    }
}
