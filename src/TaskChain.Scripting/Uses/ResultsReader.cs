using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TaskChain.Scripting.Uses;

/// <summary>Tells whether a body reads the results of earlier tasks.</summary>
internal static class ResultsReader
{
    /// <summary>True when it names <c>job.Results</c>, or lets <c>job</c> out of sight.</summary>
    public static bool Reads(ScriptUnit unit, CancellationToken cancellationToken)
    {
        foreach (var name in unit.Script.Tree.GetRoot(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            switch (name.Identifier.ValueText)
            {
                case nameof(JobContext.Results) when IsPropertyOf(nameof(JobContext)):
                case "job" when IsPropertyOf(nameof(TaskScript)) && Escapes(name):
                    return true;
            }

            bool IsPropertyOf(string type) =>
                unit.Model.GetSymbolInfo(name, cancellationToken).Symbol is IPropertySymbol { ContainingType.Name: var container } && container == type;
        }

        return false;
    }

    private static bool Escapes(IdentifierNameSyntax name)
    {
        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } self ? self : name;
        return whole.Parent switch
        {
            MemberAccessExpressionSyntax member => member.Expression != whole,
            ElementAccessExpressionSyntax access => access.Expression != whole,
            ConditionalAccessExpressionSyntax access => access.Expression != whole,
            _ => true,
        };
    }
}
