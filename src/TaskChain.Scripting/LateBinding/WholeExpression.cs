using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TaskChain.Scripting.LateBinding;

/// <summary>Finds constructs that can be replaced as a whole by an expression that throws.</summary>
internal static class WholeExpression
{
    /// <summary>The smallest replaceable expression at or around a node; null when a statement is reached first.</summary>
    public static ExpressionSyntax? Around(SyntaxNode node, SemanticModel model)
    {
        for (var at = node; at is not null and not StatementSyntax and not MemberDeclarationSyntax; at = at.Parent)
        {
            if (at is ExpressionSyntax expression && IsWhole(expression, model)) return expression;
        }

        return null;
    }

    /// <summary>The next larger one; null when a statement is reached first.</summary>
    public static ExpressionSyntax? Beyond(ExpressionSyntax expression, SemanticModel model) =>
        expression.Parent is { } parent ? Around(parent, model) : null;

    /// <summary>True where C# takes a <c>throw</c> expression.</summary>
    public static bool TakesThrow(ExpressionSyntax expression) => expression.Parent switch
    {
        ConditionalExpressionSyntax choice => expression == choice.WhenTrue || expression == choice.WhenFalse,
        BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.CoalesceExpression) && expression == binary.Right,
        LambdaExpressionSyntax lambda => expression == lambda.ExpressionBody,
        ArrowExpressionClauseSyntax => true,
        SwitchExpressionArmSyntax arm => expression == arm.Expression,
        _ => false,
    };

    /// <summary>True where the value must be a <c>bool</c>, whatever the member is.</summary>
    public static bool IsCondition(ExpressionSyntax expression) => expression.Parent switch
    {
        IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax or WhenClauseSyntax or CatchFilterClauseSyntax => true,
        ForStatementSyntax loop => loop.Condition == expression,
        ConditionalExpressionSyntax choice => choice.Condition == expression,
        BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression),
        PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.LogicalNotExpression),
        _ => false,
    };

    private static bool IsWhole(ExpressionSyntax expression, SemanticModel model)
    {
        if (SyntaxFacts.IsInTypeOnlyContext(expression)) return false;
        if (expression is DeclarationExpressionSyntax or ThrowExpressionSyntax or RefExpressionSyntax or InitializerExpressionSyntax) return false;
        if (IsPartOfName(expression) || IsTarget(expression) || IsInConditionalAccess(expression) || NeedsConstant(expression)) return false;
        return model.GetSymbolInfo(expression).Symbol is not INamespaceOrTypeSymbol || expression is BaseObjectCreationExpressionSyntax;
    }

    private static bool IsPartOfName(ExpressionSyntax expression) => expression.Parent switch
    {
        MemberAccessExpressionSyntax member => member.Name == expression,
        InvocationExpressionSyntax call => call.Expression == expression,
        QualifiedNameSyntax or AliasQualifiedNameSyntax or NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax => true,
        IsPatternExpressionSyntax test => test.Expression != expression,
        ConstantPatternSyntax or RelationalPatternSyntax => true,
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.IsExpression) || binary.IsKind(SyntaxKind.AsExpression) => binary.Right == expression,
        _ => false,
    };

    // Something is stored there: the whole assignment, increment, call or initializer goes.
    private static bool IsTarget(ExpressionSyntax expression) => expression.Parent switch
    {
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } => true,
        AssignmentExpressionSyntax assignment => assignment.Left == expression,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
        PrefixUnaryExpressionSyntax prefix => prefix.Kind() is
            SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression,
        PostfixUnaryExpressionSyntax postfix => !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        InitializerExpressionSyntax initializer => !initializer.IsKind(SyntaxKind.ArrayInitializerExpression),
        RefExpressionSyntax => true,
        _ => expression is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax },
    };

    private static bool IsInConditionalAccess(ExpressionSyntax expression)
    {
        for (SyntaxNode node = expression; node.Parent is ExpressionSyntax or ArgumentListSyntax or ArgumentSyntax; node = node.Parent)
        {
            if (node.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == node) return !IsInsideArgument(expression, access);
        }

        return false;
    }

    // In a?.B(c.New) the argument can be replaced alone.
    private static bool IsInsideArgument(ExpressionSyntax expression, ConditionalAccessExpressionSyntax access) =>
        expression.Ancestors().TakeWhile(ancestor => ancestor != access).Any(ancestor => ancestor is ArgumentSyntax);

    private static bool NeedsConstant(ExpressionSyntax expression) => expression.Parent is
        CaseSwitchLabelSyntax or AttributeArgumentSyntax
        or EqualsValueClauseSyntax { Parent: ParameterSyntax or EnumMemberDeclarationSyntax }
        or EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { IsConst: true } } };
}
