using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TaskChain.Scripting.Wrapping;

namespace TaskChain.Scripting.Guards;

/// <summary>
/// How far each place of a body is protected by version guards. Conditions whose value is known are replaced by it in a copy of the body, and the
/// compiler is asked what it can still reach; for each condition on versions whose value is not known, it is asked twice more.
/// </summary>
internal sealed class GuardMap
{
    // Every unknown condition costs two compiles; beyond this many, what stands inside the statement counts as guarded by it.
    private const int MaxAssumptions = 6;

    private readonly FlowMap _known;
    private readonly List<(FlowMap WhenTrue, FlowMap WhenFalse)> _assumed = [];
    private readonly List<TextSpan> _guarded = [];

    private GuardMap(FlowMap known) => _known = known;

    /// <summary>Makes the map.</summary>
    /// <param name="unit">The body as written, bound to the given versions; it may have errors.</param>
    /// <param name="edits">The edits that <paramref name="unit"/> was made with.</param>
    /// <param name="facts">Answers version queries.</param>
    /// <param name="bind">Binds the body with other edits.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static GuardMap Of(ScriptUnit unit, BodyEdits edits, VersionFacts facts, Func<BodyEdits, ScriptUnit> bind, CancellationToken cancellationToken)
    {
        var locals = LocalFacts.Of(unit.Model, cancellationToken);
        var folder = new GuardFolder(unit.Model, locals, facts, cancellationToken);
        var folded = edits.Clone();
        var unknown = new List<ExpressionSyntax>();
        var choices = new List<TextSpan>();
        bool GoesOn(SyntaxNode node) => node is not ExpressionSyntax expression || !Fold(unit, folder, folded, expression);
        foreach (var node in unit.Script.Tree.GetRoot(cancellationToken).DescendantNodes(GoesOn))
        {
            unknown.AddRange(Leaves(Condition(node)).Where(leaf => folder.Fold(leaf) is null && locals.Mentions(leaf)));
            if (Governing(node) is { } governing && locals.Mentions(governing) && unit.Map.ToBody(node.Span) is { } span) choices.Add(span);
        }

        var map = new GuardMap(FlowMap.Of(folded.Count == edits.Count ? unit : bind(folded), cancellationToken));
        map._guarded.AddRange(choices);
        foreach (var condition in unknown.Distinct()) map.Assume(unit, condition, folded, bind, cancellationToken);
        return map;
    }

    /// <summary>How far a place is protected.</summary>
    public Reach At(TextSpan body)
    {
        if (!_known.IsReachable(body)) return Reach.Dead;
        if (_guarded.Any(span => span.Contains(body))) return Reach.Guarded;
        return _assumed.Any(pair => !pair.WhenTrue.IsReachable(body) || !pair.WhenFalse.IsReachable(body)) ? Reach.Guarded : Reach.Live;
    }

    private void Assume(ScriptUnit unit, ExpressionSyntax condition, BodyEdits folded, Func<BodyEdits, ScriptUnit> bind, CancellationToken cancellationToken)
    {
        if (unit.Map.ToBody(condition.Span) is not { } span) return;
        if (_assumed.Count >= MaxAssumptions)
        {
            if (condition.Parent is { } parent && unit.Map.ToBody(parent.Span) is { } whole) _guarded.Add(whole);
            return;
        }

        _assumed.Add((With("true"), With("false")));

        FlowMap With(string value)
        {
            var edits = folded.Clone();
            edits.Add(new BodyEdit(span, value));
            return FlowMap.Of(bind(edits), cancellationToken);
        }
    }

    // True when the expression was replaced: there is nothing to look for inside it.
    private static bool Fold(ScriptUnit unit, GuardFolder folder, BodyEdits folded, ExpressionSyntax expression)
    {
        if (!GuardFolder.IsAtom(expression) || !IsValue(expression)) return false;
        if (unit.Model.GetConstantValue(expression).HasValue) return true; // The compiler knows it by itself.
        if (unit.Map.ToBody(expression.Span) is not { } span || folder.Fold(expression) is not { } value) return false;
        return folded.Add(new BodyEdit(span, value ? "true" : "false"));
    }

    // Where an identifier can be replaced by a literal: not the name in a member access, an argument's name or the target of an assignment.
    private static bool IsValue(ExpressionSyntax expression) => expression.Parent switch
    {
        MemberAccessExpressionSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax => false,
        AssignmentExpressionSyntax assignment => assignment.Right == expression,
        ArgumentSyntax argument => argument.RefKindKeyword.RawKind == 0 && !IsNameOf(argument),
        InvocationExpressionSyntax call => call.Expression != expression,
        AnonymousObjectMemberDeclaratorSyntax => false,
        _ => true,
    };

    private static bool IsNameOf(ArgumentSyntax argument) =>
        argument.Parent?.Parent is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };

    private static ExpressionSyntax? Condition(SyntaxNode node) => node switch
    {
        IfStatementSyntax statement => statement.Condition,
        WhileStatementSyntax loop => loop.Condition,
        DoStatementSyntax loop => loop.Condition,
        ForStatementSyntax loop => loop.Condition,
        ConditionalExpressionSyntax choice => choice.Condition,
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression) =>
            binary,
        WhenClauseSyntax clause => clause.Condition,
        CatchFilterClauseSyntax filter => filter.FilterExpression,
        _ => null,
    };

    // What a condition is combined from.
    private static IEnumerable<ExpressionSyntax> Leaves(ExpressionSyntax? condition) => condition switch
    {
        null => [],
        ParenthesizedExpressionSyntax inner => Leaves(inner.Expression),
        PrefixUnaryExpressionSyntax negation when negation.IsKind(SyntaxKind.LogicalNotExpression) => Leaves(negation.Operand),
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression) =>
            Leaves(binary.Left).Concat(Leaves(binary.Right)),
        _ => [condition],
    };

    private static ExpressionSyntax? Governing(SyntaxNode node) => node switch
    {
        SwitchStatementSyntax choice => choice.Expression,
        SwitchExpressionSyntax choice => choice.GoverningExpression,
        _ => null,
    };
}
