using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.Guards;

/// <summary>Which places of one bound body the compiler's control flow can reach.</summary>
internal sealed class FlowMap
{
    private readonly ScriptUnit _unit;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<TextSpan, bool> _reachable = [];
    private readonly HashSet<ISymbol> _deadFunctions = new(SymbolEqualityComparer.Default);

    private FlowMap(ScriptUnit unit, CancellationToken cancellationToken)
    {
        _unit = unit;
        _cancellationToken = cancellationToken;
    }

    public static FlowMap Of(ScriptUnit unit, CancellationToken cancellationToken)
    {
        var map = new FlowMap(unit, cancellationToken);
        var root = unit.Script.Tree.GetRoot(cancellationToken);
        foreach (var method in root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            if (unit.Model.GetOperation(method, cancellationToken) is IMethodBodyOperation body) map.Walk(ControlFlowGraph.Create(body, cancellationToken));
        }

        map.FindDeadFunctions(root);
        return map;
    }

    /// <summary>True when control can get to a place of the body; also when it cannot be told, because it is not there in this form.</summary>
    public bool IsReachable(TextSpan body)
    {
        if (_unit.Map.ToGenerated(body) is not { } span) return true;
        var node = _unit.Script.Tree.GetRoot(_cancellationToken).FindNode(span, getInnermostNodeForTie: true);
        return node is not null && IsReachable(node);
    }

    private bool IsReachable(SyntaxNode node)
    {
        var decided = false;
        for (var at = node; at is not null; at = at.Parent)
        {
            if (IsDeadFunction(at)) return false;
            if (!decided && _reachable.TryGetValue(at.Span, out var reachable))
            {
                if (!reachable) return false;
                decided = true;
            }

            // What is no operation of its own (a type in a declaration, a pattern, a catch) is as reachable as its statement.
            if (at is StatementSyntax statement and not (BlockSyntax or LocalFunctionStatementSyntax) && !decided)
            {
                if (_unit.Model.AnalyzeControlFlow(statement) is { Succeeded: true, StartPointIsReachable: false }) return false;
                decided = true;
            }

            // A function's own flow starts anew; where it is made still counts.
            if (at is AnonymousFunctionExpressionSyntax) decided = false;
        }

        return true;
    }

    private bool IsDeadFunction(SyntaxNode node) =>
        node is LocalFunctionStatementSyntax && _unit.Model.GetDeclaredSymbol(node, _cancellationToken) is { } symbol && _deadFunctions.Contains(symbol);

    private void Walk(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations) Note(graph, operation, block.IsReachable);
            if (block.BranchValue is { } value) Note(graph, value, block.IsReachable);
        }

        foreach (var function in graph.LocalFunctions) Walk(graph.GetLocalFunctionControlFlowGraph(function, _cancellationToken));
    }

    private void Note(ControlFlowGraph graph, IOperation operation, bool reachable)
    {
        foreach (var each in operation.DescendantsAndSelf())
        {
            switch (each)
            {
                case IFlowCaptureReferenceOperation: // Its value was computed, and noted, elsewhere.
                    break;
                case IFlowAnonymousFunctionOperation function:
                    Set(each.Syntax.Span, reachable);
                    Walk(graph.GetAnonymousFunctionControlFlowGraph(function, _cancellationToken));
                    break;
                default:
                    Set(each.Syntax.Span, reachable);
                    break;
            }
        }
    }

    // The compiler may split one piece of source over several blocks: it is reachable when any of them is.
    private void Set(TextSpan span, bool reachable) => _reachable[span] = reachable || _reachable.GetValueOrDefault(span);

    // A local function that only dead code calls is dead, and so is what only it calls.
    private void FindDeadFunctions(SyntaxNode root)
    {
        var functions = root.DescendantNodes().OfType<LocalFunctionStatementSyntax>().ToList();
        if (functions.Count == 0) return;
        var uses = root.DescendantNodes().OfType<SimpleNameSyntax>()
            .Select(name => (Name: name, Symbol: _unit.Model.GetSymbolInfo(name, _cancellationToken).Symbol?.OriginalDefinition))
            .Where(use => use.Symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
            .ToLookup(use => use.Symbol, use => use.Name, SymbolEqualityComparer.Default);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var function in functions)
            {
                if (_unit.Model.GetDeclaredSymbol(function, _cancellationToken) is not { } symbol || _deadFunctions.Contains(symbol)) continue;
                if (uses[symbol].Any(name => !function.Span.Contains(name.Span) && IsReachable(name))) continue;
                changed |= _deadFunctions.Add(symbol);
            }
        }
    }
}
