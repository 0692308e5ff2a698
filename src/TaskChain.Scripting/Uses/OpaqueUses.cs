using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TaskChain.Scripting.Problems;

namespace TaskChain.Scripting.Uses;

/// <summary>Finds what no proof can see through: module values that become <c>dynamic</c>, and reflection on them.</summary>
internal sealed class OpaqueUses
{
    private readonly ScriptUnit _unit;
    private readonly CancellationToken _cancellationToken;

    private OpaqueUses(ScriptUnit unit, CancellationToken cancellationToken)
    {
        _unit = unit;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The module's position in the request, the line, and what is opaque there.</summary>
    public static IEnumerable<(int Module, int Line, string Sentence)> Find(ScriptUnit unit, ProblemList positions, CancellationToken cancellationToken)
    {
        var finder = new OpaqueUses(unit, cancellationToken);
        foreach (var expression in unit.Script.Tree.GetRoot(cancellationToken).DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (unit.Map.ToBody(expression.Span) is not { } span || finder.Opaque(expression) is not { } found) continue;
            yield return (found.Module, positions.LineColumn(span).Line, found.Sentence);
        }
    }

    private (int Module, string Sentence)? Opaque(ExpressionSyntax expression)
    {
        if (expression.Parent is MemberAccessExpressionSyntax member && member.Name == expression) return null; // Said about the whole.
        var info = _unit.Model.GetTypeInfo(expression, _cancellationToken);
        if (info.ConvertedType is IDynamicTypeSymbol && Owner(info.Type) is var owner and >= 0) return (owner, $"'{expression}' becomes dynamic.");
        switch (expression)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(GetType) } call }:
                owner = Owner(_unit.Model.GetTypeInfo(call.Expression, _cancellationToken).Type);
                return owner < 0 ? null : (owner, $"The type of '{call.Expression}' is inspected at run time.");

            case TypeOfExpressionSyntax { Parent: not BinaryExpressionSyntax } type:
                owner = Owner(_unit.Model.GetTypeInfo(type.Type, _cancellationToken).Type);
                return owner < 0 ? null : (owner, $"'{type}' may be used for reflection.");

            default:
                return null;
        }
    }

    private int Owner(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => Owner(array.ElementType),
        INamedTypeSymbol named when _unit.References.OwnerOf(named) is var owner and >= 0 => owner,
        INamedTypeSymbol named => named.TypeArguments.Select(Owner).FirstOrDefault(owner => owner >= 0, -1),
        _ => -1,
    };
}
