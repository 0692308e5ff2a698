using TaskChain.Contracts.Problems;
using TaskChain.Versioning;

namespace TaskChain.Engine.Submission;

/// <summary>Says that no installed version of a module is usable for a task (R18, R19).</summary>
internal static class CompatRefusal
{
    private const int MaxNamed = 4;

    public static ProblemItem Item(TaskCheckResult task, ModuleChoice choice, IReadOnlyList<CompiledSource> compiled)
    {
        var hits = Hits(choice, compiled);
        var broken = choice.Broken;
        var remedy = Remedy(choice) + Untouched(choice, hits, compiled);
        return task.Item(ProblemCodes.ModuleCompatBroken, Message(task.Task.Name, choice, hits, remedy), choice.Demand.Pointer) with
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
            Remedy = remedy,
        };
    }

    private static string Available(ModuleChoice choice) => choice.Broken?.Available.Version ?? choice.Bound.Version;

    /// <summary>The one sentence that stands alone for log readers, and what to do.</summary>
    private static string Message(string task, ModuleChoice choice, List<MemberHit> hits, string remedy)
    {
        var available = Available(choice);
        var used = Used(hits);
        var asks = $"Task '{task}' needs module '{choice.Demand.Name}' {choice.Requested}; this service has {available}";
        if (choice.Broken is not { } broken)
        {
            var lacking = hits.Count == 0 ? "" : $" ({string.Join(", ", hits.Select(hit => hit.Member).Distinct(StringComparer.Ordinal))}; {used})";
            return $"{asks}, which this body does not bind against{lacking}. {remedy}";
        }

        var single = broken.BreakingEntries is [var only] && only.Version == available;
        var reasons = string.Join("; ", broken.BreakingEntries.Select(entry => Reason(entry, withVersion: !single)).Append(used).Where(text => text.Length > 0));
        var bracket = reasons.Length == 0 ? "" : $" ({reasons})";
        return single
            ? $"{asks}, which broke compatibility{bracket}. {remedy}"
            : $"{asks}, and {Join([.. broken.BreakingEntries.Select(entry => entry.Version)], "and")} broke compatibility{bracket}. {remedy}";
    }

    private static string Reason(HistoryEntry entry, bool withVersion)
    {
        if (string.IsNullOrWhiteSpace(entry.Reason)) return "";
        var reason = entry.Reason.TrimEnd('.', ' ');
        return withVersion ? $"{entry.Version}: {reason}" : reason;
    }

    private static string Used(List<MemberHit> hits)
    {
        int[] lines = [.. hits.Select(hit => hit.Line).Where(line => line > 0).Distinct().Order()];
        return lines.Length switch
        {
            0 => "",
            1 => $"used on line {lines[0]}",
            _ => $"used on lines {Join([.. lines.Take(MaxNamed).Select(line => line.ToString(System.Globalization.CultureInfo.InvariantCulture))], "and")}",
        };
    }

    private static string Remedy(ModuleChoice choice)
    {
        var fitting = choice.Broken?.WouldSatisfy ?? (choice.Requested is null ? [] : [choice.Requested]);
        IReadOnlyList<string> named = fitting.Count <= MaxNamed ? fitting : [fitting[0], .. fitting.Skip(fitting.Count - MaxNamed + 1)];
        return named.Count == 0
            ? $"Move the task to {Available(choice)}."
            : $"Install {Join(named, "or")} beside it, or move the task to {Available(choice)}.";
    }

    /// <summary>R22: when the proof says that the break does not concern these bodies, their author may say so.</summary>
    private static string Untouched(ModuleChoice choice, List<MemberHit> hits, IReadOnlyList<CompiledSource> compiled)
    {
        if (choice.Broken is not { } broken || hits.Count > 0 || compiled.Any(source => source.Errors.Any())) return "";
        return ProvableBreaks.Are(choice.Record, broken)
            ? " The proof finds the task untouched by the break: with \"compat\": \"proof\" it is accepted."
            : " The task uses no member that is gone, but the break was declared for behaviour, which no proof overrules.";
    }

    /// <summary>Members of the module that the bodies use and the available version lacks, with their lines.</summary>
    private static List<MemberHit> Hits(ModuleChoice choice, IReadOnlyList<CompiledSource> compiled)
    {
        var module = choice.Demand.Name;
        var hits = new List<MemberHit>();
        foreach (var source in compiled)
        {
            hits.AddRange(source.Result.Uses.Where(use => !use.Present && use.Module == module).Select(use => new MemberHit(use.Member, use.Line, use.Column)));
            hits.AddRange(source.Errors.Where(error => error.Module == module || (error.Module is null && error.Line > 0))
                .Select(error => new MemberHit(error.Member ?? error.Id, error.Line, error.Column)));
        }

        return [.. hits.DistinctBy(hit => (hit.Line, hit.Column)).OrderBy(hit => hit.Line).ThenBy(hit => hit.Column)];
    }

    private static string Join(IReadOnlyList<string> items, string word) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} {word} {items[^1]}",
    };
}
