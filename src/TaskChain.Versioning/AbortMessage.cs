namespace TaskChain.Versioning;

/// <summary>The helpful message of a refusal (R18, R19): it stands alone in one line.</summary>
public static class AbortMessage
{
    /// <summary>Says which task needs what, what broke it, and what to do.</summary>
    /// <param name="task">Name of the task.</param>
    /// <param name="module">Module name.</param>
    /// <param name="requested">The version that the task was written against.</param>
    /// <param name="found">What stands in the way.</param>
    /// <param name="lines">Lines of the body that use what is gone; empty when unknown.</param>
    public static string Broken(string task, string module, string requested, CompatBreak found, params IReadOnlyCollection<int> lines)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(lines);
        var available = found.Available.Version;
        var used = lines.Count == 0 ? "" : $"used on line{(lines.Count == 1 ? "" : "s")} {string.Join(", ", lines.Distinct().Order())}";
        var broke = found.BreakingEntries is [var only] && VersionText.Identity(only.Version) == VersionText.Identity(available)
            ? $", which broke compatibility{Parenthesis(OneLine(only.Reason), used)}"
            : $"; compatibility was broken by {string.Join(" and ", found.BreakingEntries.Select(entry => entry.Version + Parenthesis(OneLine(entry.Reason), "")))}{(used.Length == 0 ? "" : ", " + used)}";
        return $"Task '{task}' needs module '{module}' {requested}; this service has {available}{broke}. {Remedy(found)}";
    }

    /// <summary>What the author or operator can do, as a sentence.</summary>
    public static string Remedy(CompatBreak found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var requested = found.WouldSatisfy[0];
        var install = requested == found.NearestVersion ? requested : $"{requested} or {found.NearestVersion}";
        return $"Install {install} beside it, or move the task to {found.Available.Version}.";
    }

    private static string Parenthesis(string first, string second)
    {
        var inside = string.Join("; ", new[] { first, second }.Where(part => part.Length > 0));
        return inside.Length == 0 ? "" : $" ({inside})";
    }

    private static string OneLine(string? reason) =>
        reason is null ? "" : string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
