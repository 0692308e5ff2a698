using System.Buffers;

namespace TaskChain.Versioning;

/// <summary>Names of modules: they are file names (<c>compat/&lt;module&gt;.json</c>), parts of addresses and package ids.</summary>
public static class ModuleNames
{
    /// <summary>What is allowed, as the end of a message.</summary>
    public const string Allowed = "A module name has 1 to 100 lower-case letters, digits, '-', '_' and '.', and starts and ends with a letter or digit.";

    private const int MaxLength = 100;
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>True for a usable name.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength } && name.AsSpan().IndexOfAnyExcept(Letters) < 0
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && !name.Contains("..", StringComparison.Ordinal);
}
