using System.Diagnostics.CodeAnalysis;

namespace TaskChain.Versioning;

/// <summary>What a task asks of a module: the parsed <c>ver</c> (R3, R24).</summary>
/// <param name="Text">As the author wrote it.</param>
public abstract record VersionRequest(string Text)
{
    /// <summary>The version that the job code counts as written against: the text itself, or a range's lower bound.</summary>
    public abstract string Version { get; }

    /// <summary>Parses a request.</summary>
    /// <param name="text">The <c>ver</c>.</param>
    /// <param name="request">The request, when it is valid.</param>
    /// <param name="error">Otherwise a sentence that says what is allowed.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VersionRequest? request, [NotNullWhen(false)] out string? error)
    {
        error = null;
        request = null;

        // SHA before SemVer and range: '1234567' must not be read as the range 'at least 1234567.0'.
        if (VersionText.IsSha(text)) request = new Sha(text!);
        else if (VersionText.IsSemVer(text)) request = new Exact(text!);
        else if (VersionRangeRule.TryParse(text) is { } rule) request = new Range(text!, rule);
        else error = Explain(text);
        return request is not null;
    }

    private static string Explain(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return $"The version is empty. {VersionText.Allowed}";
        var shown = text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
        var bare = text.TrimStart('v', 'V', '=', '^', '~', ' ');
        var hint = bare.Length < text.Length && VersionText.IsSemVer(bare) ? $" Did you mean '{bare}'?" : "";
        return $"'{shown}' is no version.{hint} {VersionText.Allowed}";
    }

    /// <summary>One SemVer 2.0 version.</summary>
    /// <param name="Text">As written.</param>
    public sealed record Exact(string Text) : VersionRequest(Text)
    {
        /// <inheritdoc/>
        public override string Version => Text;
    }

    /// <summary>One commit, in 7 to 40 hexadecimal digits.</summary>
    /// <param name="Text">As written.</param>
    public sealed record Sha(string Text) : VersionRequest(Text)
    {
        /// <inheritdoc/>
        public override string Version => Text;
    }

    /// <summary>A NuGet range or floating version: the newest installed match is given.</summary>
    public sealed record Range : VersionRequest
    {
        private readonly VersionRangeRule _rule;

        internal Range(string text, VersionRangeRule rule)
            : base(text) => _rule = rule;

        /// <summary>The lower bound, <c>0.0.0</c> when the range has none.</summary>
        public string LowerBound => _rule.LowerBound;

        /// <inheritdoc/>
        public override string Version => LowerBound;

        /// <summary>
        /// True when the version lies in the range. A SHA lies in none; a pre-release only in a range that itself names one, so that
        /// <c>[9.0.0,10.0.0)</c> does not mean 10.0.0-rc.1.
        /// </summary>
        public bool Includes(string version) => _rule.Includes(version);
    }
}
