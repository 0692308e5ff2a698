using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;

namespace TaskChain.Scripting.Guards;

/// <summary>The globals that answer version queries.</summary>
internal static class VersionGlobals
{
    /// <summary>True for a member of <see cref="VersionedTaskScript"/>; not for what a body declares under the same name.</summary>
    public static bool Contains([NotNullWhen(true)] ISymbol? symbol) =>
        symbol?.ContainingType is { Name: nameof(VersionedTaskScript), ContainingNamespace.Name: "TaskChain" };

    /// <summary>True when the text of a body could ask about versions at all.</summary>
    public static bool MayOccurIn(string body) =>
        body.Contains("isVerGrtrThan", StringComparison.Ordinal) || body.Contains("_versions", StringComparison.Ordinal)
        || body.Contains("isBackComp", StringComparison.Ordinal) || body.Contains("has", StringComparison.Ordinal)
        || body.Contains("WORKFLOW_VERSIONING", StringComparison.Ordinal) || body.Contains('\\', StringComparison.Ordinal);
}
