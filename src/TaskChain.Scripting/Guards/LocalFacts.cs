using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TaskChain.Scripting.Guards;

/// <summary>What is known about a body's locals: which hold one value for life, and which depend on version queries.</summary>
internal sealed class LocalFacts
{
    private readonly Dictionary<ISymbol, ExpressionSyntax> _values = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, ExpressionSyntax> _bodies = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _tainted = new(SymbolEqualityComparer.Default);
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;

    private LocalFacts(SemanticModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _cancellationToken = cancellationToken;
    }

    public static LocalFacts Of(SemanticModel model, CancellationToken cancellationToken)
    {
        var facts = new LocalFacts(model, cancellationToken);
        var root = model.SyntaxTree.GetRoot(cancellationToken);
        var flows = new List<(ISymbol Target, SyntaxNode Source)>();
        foreach (var node in root.DescendantNodes()) facts.Read(node, flows);
        facts.ForgetWritten(root);
        while (flows.RemoveAll(flow => facts.Mentions(flow.Source) && facts._tainted.Add(flow.Target)) > 0)
        {
            // Until nothing new depends on a version query.
        }

        return facts;
    }

    /// <summary>The initializer of a local that is never written again; null for any other symbol.</summary>
    public ExpressionSyntax? ValueOf(ISymbol? symbol) => symbol is ILocalSymbol && _values.TryGetValue(symbol, out var value) ? value : null;

    /// <summary>The expression that a local function without parameters returns; null when it has statements.</summary>
    public ExpressionSyntax? BodyOf(ISymbol function) => _bodies.GetValueOrDefault(function);

    /// <summary>True when the value of a node depends on a version query.</summary>
    public bool Mentions(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name =>
        _model.GetSymbolInfo(name, _cancellationToken).Symbol is { } symbol && (VersionGlobals.Contains(symbol) || _tainted.Contains(symbol)));

    private void Read(SyntaxNode node, List<(ISymbol Target, SyntaxNode Source)> flows)
    {
        switch (node)
        {
            case VariableDeclaratorSyntax { Initializer.Value: var value } when _model.GetDeclaredSymbol(node, _cancellationToken) is ILocalSymbol local:
                _values[local] = value;
                flows.Add((local, value));
                break;
            case AssignmentExpressionSyntax assignment when _model.GetSymbolInfo(assignment.Left, _cancellationToken).Symbol is ILocalSymbol target:
                flows.Add((target, assignment.Right));
                break;
            case LocalFunctionStatementSyntax function when _model.GetDeclaredSymbol(function, _cancellationToken) is IMethodSymbol method:
                if (function.ExpressionBody is { } arrow) _bodies[method] = arrow.Expression;
                flows.Add((method, function));
                break;
        }
    }

    private void ForgetWritten(SyntaxNode root)
    {
        foreach (var name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (IsWritten(name) && _model.GetSymbolInfo(name, _cancellationToken).Symbol is ILocalSymbol local) _values.Remove(local);
        }
    }

    private static bool IsWritten(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax } => true,
        PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression),
        PostfixUnaryExpressionSyntax postfix => !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        RefExpressionSyntax => true,
        _ => false,
    };
}
