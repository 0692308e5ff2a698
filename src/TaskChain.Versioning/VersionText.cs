using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace TaskChain.Versioning;

/// <summary>The two forms in which a single version is written (R3): strict three-part SemVer 2.0, or a commit SHA of 7 to 40 hexadecimal digits.</summary>
public static partial class VersionText
{
    /// <summary>What is allowed, as the end of a message.</summary>
    public const string Allowed =
        "Allowed are a three-part SemVer 2.0 version such as '9.0.3', a commit SHA of 7 to 40 hexadecimal digits, "
        + "or a NuGet range such as '[9.0.0,10.0.0)' or '9.*'.";

    /// <summary>What is allowed where a range makes no sense (histories, manifests, comparisons).</summary>
    public const string AllowedSingle =
        "Allowed are a three-part SemVer 2.0 version such as '9.0.3', or a commit SHA of 7 to 40 hexadecimal digits.";

    private const int MaxLength = 256;

    /// <summary>True for a SemVer 2.0 version or a SHA.</summary>
    public static bool IsValid(string? text) => IsSha(text) || IsSemVer(text);

    /// <summary>True for 7 to 40 hexadecimal digits, also when all of them are decimal.</summary>
    public static bool IsSha(string? text) => text is { Length: >= 7 and <= 40 } && text.AsSpan().IndexOfAnyExcept(HexDigits) < 0;

    /// <summary>True for a strict three-part SemVer 2.0 version whose numbers fit 32 bits.</summary>
    public static bool IsSemVer(string? text) => TryParseSemVer(text, out _);

    /// <summary>
    /// The version without what is no part of its identity: a SemVer without build metadata, a SHA in lower case. Two texts of one identity are one
    /// version (R13); a shorter SHA is not resolved here.
    /// </summary>
    /// <exception cref="ArgumentException">The text is neither SemVer nor SHA.</exception>
    public static string Identity(string text)
    {
        if (IsSha(text)) return text.ToLowerInvariant();
        if (!TryParseSemVer(text, out _)) throw Invalid(text);
        var metadata = text.IndexOf('+', StringComparison.Ordinal);
        return metadata < 0 ? text : text[..metadata];
    }

    internal static bool TryParseSemVer(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        return text is { Length: <= MaxLength } && SemVerPattern().IsMatch(text) && SemanticVersion.TryParse(text, out version);
    }

    internal static ArgumentException Invalid(string? text) => new($"'{text}' is no version. {AllowedSingle}", nameof(text));

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    // The expression of semver.org; it needs no backtracking, so its time is linear in the text's length.
    [GeneratedRegex(
        @"\A(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SemVerPattern();
}
