using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TaskChain.Scripting.Problems;
using TaskChain.Versioning;

namespace TaskChain.Scripting.Guards;

/// <summary>Refuses comparisons of bare version strings that could belong to any of a task's modules: they would throw when reached.</summary>
internal static class BareVersions
{
    public static void Check(ScriptUnit unit, VersionFacts facts, ProblemList problems, CancellationToken cancellationToken)
    {
        if (!facts.HasSeveralModules) return;
        var folder = new GuardFolder(unit.Model, LocalFacts.Of(unit.Model, cancellationToken), facts, cancellationToken);
        foreach (var call in unit.Script.Tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.ArgumentList.Arguments is not [var a, var b]) continue;
            if (unit.Model.GetSymbolInfo(call, cancellationToken).Symbol is not { Name: "isVerGrtrThan" } symbol || !VersionGlobals.Contains(symbol)) continue;
            if (folder.Version(a.Expression) is not { Module: null } left || folder.Version(b.Expression) is not { Module: null } right) continue;
            if (VersionText.IsSemVer(left.Text) && VersionText.IsSemVer(right.Text)) continue;
            problems.AddError(
                ProblemId.AmbiguousVersions, unit.Map.ToBody(call.Span),
                $"'{left.Text}' and '{right.Text}' could be versions of any of this task's modules. Name the module: isVerGrtrThan(\"alias\", a, b).");
        }
    }
}
