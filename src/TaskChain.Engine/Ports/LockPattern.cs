using System.Diagnostics;
using System.Text.RegularExpressions;
using TaskChain.Engine.Caching;

namespace TaskChain.Engine.Ports;

/// <summary>
/// The patterns of <c>locks</c>: regular expressions in JavaScript's dialect (.NET's ECMAScript mode) that are looked for anywhere in a target, as
/// node-workflow does. Those used lately are kept parsed.
/// </summary>
public static class LockPattern
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int MaxLength = 1024;

    private const RegexOptions Dialect = RegexOptions.ECMAScript;

    /// <summary>Each job with a target is held against all patterns that are live; parsing one takes far longer than looking for it.</summary>
    private static readonly GenerationCache<string, Regex> Parsed = new(4096);

    /// <summary>How long one target may be looked at: a pattern that takes longer counts as matching, so that it locks too much and never too little.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>How long one target may be looked at for all patterns together.</summary>
    private static readonly TimeSpan PatienceForAll = TimeSpan.FromMilliseconds(200);

    /// <summary>What is wrong with a pattern, as the end of a sentence; null when it can be used.</summary>
    public static string? Explain(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Length == 0) return "is empty and would lock every target";
        if (pattern.Length > MaxLength) return $"has {pattern.Length} characters; at most {MaxLength} are allowed";
        try
        {
            _ = new Regex(pattern, Dialect, Patience);
            return null;
        }
        catch (RegexParseException e)
        {
            return $"is no regular expression: {e.Error} at character {e.Offset}";
        }
    }

    /// <summary>True when a target is locked by a pattern.</summary>
    public static bool IsMatch(string pattern, string target)
    {
        try
        {
            return Of(pattern).IsMatch(target);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    /// <summary>True when a target is locked by one of some patterns, or when holding it against them takes longer than 200 ms in all.</summary>
    public static bool IsAnyMatch(IEnumerable<string> patterns, string target)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        var taken = TimeSpan.Zero;
        foreach (var pattern in patterns)
        {
            _ = Of(pattern); // parsing is no matter of the target, and happens once
            var start = Stopwatch.GetTimestamp();
            if (IsMatch(pattern, target)) return true;
            taken += Stopwatch.GetElapsedTime(start);
            if (taken > PatienceForAll) return true;
        }

        return false;
    }

    private static Regex Of(string pattern)
    {
        if (Parsed.Find(pattern) is { } known) return known;
        var parsed = new Regex(pattern, Dialect, Patience);
        Parsed.Set(pattern, parsed);
        return parsed;
    }
}
