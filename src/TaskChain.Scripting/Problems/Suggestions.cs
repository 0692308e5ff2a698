using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TaskChain.Versioning;

namespace TaskChain.Scripting.Problems;

/// <summary>"Did you mean": for names that bind to nothing, near ones that would.</summary>
internal static class Suggestions
{
    /// <summary>The end of an error's message, or nothing.</summary>
    public static string For(ScriptUnit unit, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (diagnostic.Id is not ("CS0103" or "CS0117" or "CS0246" or "CS1061")) return "";
        var node = unit.Script.Tree.GetRoot(cancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node is not SimpleNameSyntax name) return "";
        var container = Receiver(name) is { } receiver ? Container(unit, receiver, cancellationToken) : null;
        if (container is null && diagnostic.Id is "CS0117" or "CS1061") return "";
        var known = unit.Model.LookupSymbols(name.SpanStart, container, includeReducedExtensionMethods: true)
            .Select(symbol => symbol.Name)
            .Where(candidate => !candidate.StartsWith("__", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        return NearestNames.Hint(name.Identifier.ValueText, known);
    }

    private static ExpressionSyntax? Receiver(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax member when member.Name == name => member.Expression,
        MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } => creation,
        _ => null,
    };

    private static INamespaceOrTypeSymbol? Container(ScriptUnit unit, ExpressionSyntax receiver, CancellationToken cancellationToken) =>
        unit.Model.GetSymbolInfo(receiver, cancellationToken).Symbol as INamespaceOrTypeSymbol ?? unit.Model.GetTypeInfo(receiver, cancellationToken).Type;
}
