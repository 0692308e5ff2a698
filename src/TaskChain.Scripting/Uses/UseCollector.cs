using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.Uses;

/// <summary>Collects the module symbols that a body binds to, also the unwritten ones: conversions, enumerators, awaiters, deconstructions, disposals.</summary>
internal sealed class UseCollector(ScriptUnit unit, CancellationToken cancellationToken)
{
    private readonly List<BoundUse> _uses = [];
    private readonly HashSet<(TextSpan Span, ISymbol Symbol)> _seen = [];

    public static IReadOnlyList<BoundUse> Collect(ScriptUnit unit, CancellationToken cancellationToken)
    {
        var collector = new UseCollector(unit, cancellationToken);
        foreach (var node in unit.Script.Tree.GetRoot(cancellationToken).DescendantNodes()) collector.Read(node);
        return [.. collector._uses.OrderBy(use => use.Span.Start)];
    }

    private void Read(SyntaxNode node)
    {
        var model = unit.Model;
        switch (node)
        {
            case SimpleNameSyntax name when !name.IsVar:
            case BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or ElementBindingExpressionSyntax:
            case BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax:
                Add(model.GetSymbolInfo(node, cancellationToken).Symbol, node);
                break;
            case CommonForEachStatementSyntax loop:
                var each = model.GetForEachStatementInfo(loop);
                Add(each.GetEnumeratorMethod, loop);
                Add(each.CurrentProperty, loop);
                break;
            case AwaitExpressionSyntax await:
                Add(model.GetAwaitExpressionInfo(await).GetAwaiterMethod, await);
                break;
            case AssignmentExpressionSyntax assignment:
                Add(model.GetSymbolInfo(assignment, cancellationToken).Symbol, assignment);
                if (assignment.Left is TupleExpressionSyntax or DeclarationExpressionSyntax) Add(model.GetDeconstructionInfo(assignment).Method, assignment);
                break;
        }

        if (node is ExpressionSyntax expression) Add(model.GetConversion(expression, cancellationToken).MethodSymbol, expression);
        if (node is InitializerExpressionSyntax initializer && initializer.IsKind(SyntaxKind.CollectionInitializerExpression))
        {
            foreach (var element in initializer.Expressions) Add(model.GetCollectionInitializerSymbolInfo(element, cancellationToken).Symbol, element);
        }
    }

    private void Add(ISymbol? symbol, SyntaxNode node)
    {
        if (symbol is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol) return;
        if (symbol is IMethodSymbol { MethodKind: MethodKind.BuiltinOperator }) return;
        var definition = SymbolNames.Definition(symbol);
        var owner = unit.References.OwnerOf(definition);
        if (owner < 0 || unit.Map.ToBody(node.Span) is not { } span) return;
        if (_seen.Add((span, definition))) _uses.Add(new BoundUse(owner, definition, node, span));
    }
}
