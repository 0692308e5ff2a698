using System.Globalization;
using Microsoft.CodeAnalysis;

namespace TaskChain.Scripting.Problems;

/// <summary>The compiler's words, as sentences, with the remedy where ours is better than none.</summary>
internal static class Wording
{
    private static readonly HashSet<string> VersionGlobals = new(StringComparer.Ordinal)
    {
        "WORKFLOW_VERSIONING", "wf_current_versions", "wf_installed_versions", "job_versions", "isVerGrtrThan", "isBackComp", "has",
    };

    /// <summary>The message of a syntax error or a plain compile error.</summary>
    public static string Sentence(Diagnostic diagnostic)
    {
        // What a project's author could do is no remedy for a body's.
        var message = diagnostic.GetMessage(CultureInfo.InvariantCulture)
            .Replace(" (are you missing a using directive or an assembly reference?)", "", StringComparison.Ordinal)
            .Replace(" (are you missing an assembly reference?)", "", StringComparison.Ordinal);
        return message.Length > 0 && message[^1] is not ('.' or '!' or '?') ? message + "." : message;
    }

    /// <summary>The message of a compile error about <paramref name="name"/>, the text at its place.</summary>
    public static string Sentence(Diagnostic diagnostic, string name, bool versioning, bool hasError) => (diagnostic.Id, name) switch
    {
        ("CS0103", _) when !versioning && VersionGlobals.Contains(name) =>
            $"'{name}' does not exist in this service, which runs without workflow versioning. "
            + "Put code that needs it between '#if WORKFLOW_VERSIONING' and '#endif': then it compiles on old and new services.",
        ("CS0103", "error") when !hasError => "'error' exists only in fallback, onerror, oncancel and revert bodies.",
        _ => Sentence(diagnostic),
    };
}
