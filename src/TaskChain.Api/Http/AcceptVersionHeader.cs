using System.Globalization;

namespace TaskChain.Api.Http;

/// <summary>
/// The header <c>Accept-Version</c>: a range as npm's semver writes it, in which the API's version has to be. Clients of node-workflow send <c>*</c>.
/// </summary>
internal static class AcceptVersionHeader
{
    /// <summary>The version of node-workflow's API that this one keeps.</summary>
    public const string ApiVersion = "0.1.0";

    private static readonly Version Own = new(0, 1, 0);

    /// <summary>True when the range admits the API's version; false also for what is no range.</summary>
    public static bool Admits(string range)
    {
        foreach (var alternative in range.Split("||"))
        {
            if (AdmitsAll(alternative.Trim())) return true;
        }

        return false;
    }

    private static bool AdmitsAll(string comparators)
    {
        var hyphen = comparators.IndexOf(" - ", StringComparison.Ordinal);
        if (hyphen >= 0) return Admits(">=", comparators[..hyphen].Trim()) && Admits("<=", comparators[(hyphen + 3)..].Trim());

        // An operator may stand apart from its version.
        var operation = "";
        foreach (var word in comparators.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var digits = word.AsSpan().TrimStart("<>=~^").Length;
            operation += word[..^digits];
            if (digits == 0) continue;
            if (!Admits(operation, word[^digits..])) return false;
            operation = "";
        }

        return operation.Length == 0;
    }

    private static bool Admits(string operation, string text) => Bounds(text) is var (from, to) && operation switch
    {
        "" or "=" => Own >= from && Own < to,
        ">=" => Own >= from,
        ">" => Own >= to,
        "<" => Own < from,
        "<=" => Own < to,
        "~" or "~>" => Own >= from && Own < Tilde(from, to),
        "^" => Own >= from && Own < Caret(from, to),
        _ => false,
    };

    // ~1.2.3 goes up to 1.3.0; what names less than that goes as far as it names.
    private static Version Tilde(Version from, Version to) => IsExact(from, to) ? new Version(from.Major, from.Minor + 1, 0) : to;

    // ^ goes up to the next change of the first part that is not zero.
    private static Version Caret(Version from, Version to)
    {
        if (from.Major > 0) return new Version(from.Major + 1, 0, 0);
        if (to.Major > 0) return to;
        return from.Minor > 0 || !IsExact(from, to) ? new Version(0, Math.Max(from.Minor + 1, to.Minor), 0) : to;
    }

    private static bool IsExact(Version from, Version to) => from.Major == to.Major && from.Minor == to.Minor;

    /// <summary>The versions that a partial one stands for: from, and up to but without. Null when it is no version.</summary>
    private static (Version From, Version To)? Bounds(string text)
    {
        var plain = text.AsSpan().TrimStart('v');
        var end = plain.IndexOfAny('-', '+');
        if (end >= 0) plain = plain[..end];
        Span<int> numbers = [0, 0, 0];
        var known = 0;
        var count = 0;
        foreach (var range in plain.Split('.'))
        {
            var part = plain[range];
            if (count++ == numbers.Length) return null;
            if (part is "*" or "x" or "X") continue;
            if (known != count - 1 || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[known]) || numbers[known] == int.MaxValue) return null;
            known++;
        }

        var from = new Version(numbers[0], numbers[1], numbers[2]);
        return (from, known switch
        {
            0 => new Version(int.MaxValue, 0, 0),
            1 => new Version(numbers[0] + 1, 0, 0),
            2 => new Version(numbers[0], numbers[1] + 1, 0),
            _ => new Version(numbers[0], numbers[1], numbers[2] + 1),
        });
    }
}
