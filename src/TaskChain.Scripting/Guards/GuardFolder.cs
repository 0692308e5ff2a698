using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TaskChain.Scripting.Guards;

/// <summary>Evaluates version conditions at compile time: calls of the version globals, comparisons of versions, and locals that hold either.</summary>
internal sealed class GuardFolder(SemanticModel model, LocalFacts locals, VersionFacts facts, CancellationToken cancellationToken)
{
    private const int MaxDepth = 16;

    // Each local once: what it holds may itself be combined from others many times over.
    private readonly Dictionary<ISymbol, bool?> _conditions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, VersionConstant?> _versions = new(SymbolEqualityComparer.Default);

    /// <summary>The value of a condition, or null.</summary>
    public bool? Fold(ExpressionSyntax expression) => Fold(expression, 0);

    /// <summary>True for what is worth replacing by its value: a call, a comparison or a local. What they are combined with is left to the compiler.</summary>
    public static bool IsAtom(ExpressionSyntax expression) => expression is InvocationExpressionSyntax or IdentifierNameSyntax
        || expression.IsKind(SyntaxKind.EqualsExpression) || expression.IsKind(SyntaxKind.NotEqualsExpression);

    private bool? Fold(ExpressionSyntax expression, int depth)
    {
        if (depth > MaxDepth) return null;
        return expression switch
        {
            ParenthesizedExpressionSyntax inner => Fold(inner.Expression, depth + 1),
            PrefixUnaryExpressionSyntax negation when negation.IsKind(SyntaxKind.LogicalNotExpression) => !Fold(negation.Operand, depth + 1),
            BinaryExpressionSyntax binary => FoldBinary(binary, depth + 1),
            ConditionalExpressionSyntax choice => Fold(choice.Condition, depth + 1) switch
            {
                true => Fold(choice.WhenTrue, depth + 1),
                false => Fold(choice.WhenFalse, depth + 1),
                null => null,
            },
            InvocationExpressionSyntax call => FoldCall(call, depth + 1),
            IdentifierNameSyntax name when model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol { HasConstantValue: false } local => FoldLocal(local, depth + 1),
            _ => model.GetConstantValue(expression, cancellationToken).Value as bool?,
        };
    }

    private bool? FoldLocal(ILocalSymbol local, int depth)
    {
        if (_conditions.TryGetValue(local, out var known)) return known;
        return _conditions[local] = locals.ValueOf(local) is { } value ? Fold(value, depth) : null;
    }

    private bool? FoldBinary(BinaryExpressionSyntax binary, int depth)
    {
        switch (binary.Kind())
        {
            case SyntaxKind.LogicalAndExpression:
                var (a, b) = (Fold(binary.Left, depth), Fold(binary.Right, depth));
                return a == false || b == false ? false : a & b;
            case SyntaxKind.LogicalOrExpression:
                var (c, d) = (Fold(binary.Left, depth), Fold(binary.Right, depth));
                return c == true || d == true ? true : c | d;
            case SyntaxKind.EqualsExpression:
                return SameVersion(binary, depth);
            case SyntaxKind.NotEqualsExpression:
                return !SameVersion(binary, depth);
            default:
                return null;
        }
    }

    // As VersionValue compares: with a string by text, with another by module and text.
    private bool? SameVersion(BinaryExpressionSyntax binary, int depth)
    {
        if (Version(binary.Left, depth) is not { } left || Version(binary.Right, depth) is not { } right) return null;
        return left.Text == right.Text && (left.Module is null || right.Module is null || left.Module == right.Module);
    }

    private bool? FoldCall(InvocationExpressionSyntax call, int depth)
    {
        var symbol = model.GetSymbolInfo(call, cancellationToken).Symbol as IMethodSymbol;
        if (symbol is { MethodKind: MethodKind.LocalFunction, Parameters.Length: 0 }) return locals.BodyOf(symbol) is { } body ? Fold(body, depth) : null;
        if (symbol?.Name == nameof(Equals) && call is { Expression: MemberAccessExpressionSyntax target, ArgumentList.Arguments: [var other] })
        {
            return Version(target.Expression, depth) is { } x && Version(other.Expression, depth) is { } y && (x.Module ?? y.Module) == (y.Module ?? x.Module)
                ? x.Text == y.Text
                : null;
        }

        return VersionGlobals.Contains(symbol) ? FoldGlobal(symbol.Name, [.. call.ArgumentList.Arguments.Select(argument => argument.Expression)], depth) : null;
    }

    private bool? FoldGlobal(string name, ExpressionSyntax[] arguments, int depth) => (name, arguments) switch
    {
        ("isVerGrtrThan", [var a, var b]) => Version(a, depth) is { } x && Version(b, depth) is { } y ? facts.IsGreater(null, x, y) : null,
        ("isVerGrtrThan", [var m, var a, var b]) =>
            Text(m, depth) is { } module && Version(a, depth) is { } x && Version(b, depth) is { } y ? facts.IsGreater(module, x, y) : null,
        ("isBackComp", [var m, var a, var b]) =>
            Text(m, depth) is { } module && Version(a, depth) is { } x && Version(b, depth) is { } y ? facts.IsBackwardCompatible(module, x.Text, y.Text) : null,
        ("has", [var path]) => Text(path, depth) is { } text ? facts.HasMember(text) : null,
        _ => null,
    };

    private string? Text(ExpressionSyntax expression, int depth) => Version(expression, depth)?.Text;

    /// <summary>The version that an expression holds, or the string, which is a bare one; null when it is not known.</summary>
    public VersionConstant? Version(ExpressionSyntax expression) => Version(expression, 0);

    private VersionConstant? Version(ExpressionSyntax expression, int depth)
    {
        if (depth > MaxDepth) return null;
        if (model.GetConstantValue(expression, cancellationToken).Value is string text) return new VersionConstant(null, text);
        return expression switch
        {
            ParenthesizedExpressionSyntax inner => Version(inner.Expression, depth + 1),
            CastExpressionSyntax cast => Version(cast.Expression, depth + 1),
            ConditionalExpressionSyntax choice => Fold(choice.Condition, depth + 1) switch
            {
                true => Version(choice.WhenTrue, depth + 1),
                false => Version(choice.WhenFalse, depth + 1),
                null => null,
            },
            MemberAccessExpressionSyntax member => Member(member, depth + 1),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(ToString) } target } =>
                Version(target.Expression, depth + 1) is { } version ? new(null, version.Text) : null,
            IdentifierNameSyntax name => Local(name, depth + 1),
            _ => null,
        };
    }

    private VersionConstant? Member(MemberAccessExpressionSyntax member, int depth) => member.Name.Identifier.ValueText switch
    {
        "ver" => Entry(member.Expression, depth),
        "name" => Entry(member.Expression, depth) is { Module: { } module } ? new(null, module) : null,
        "Text" => Version(member.Expression, depth) is { } version ? new(null, version.Text) : null,
        _ => null,
    };

    private VersionConstant? Local(IdentifierNameSyntax name, int depth)
    {
        if (model.GetSymbolInfo(name, cancellationToken).Symbol is not ILocalSymbol local) return null;
        if (_versions.TryGetValue(local, out var known)) return known;
        var version = locals.ValueOf(local) is { } value ? Version(value, depth) : null;
        // A string variable keeps the text only.
        if (version is not null && local.Type.SpecialType == SpecialType.System_String) version = version.Value with { Module = null };
        return _versions[local] = version;
    }

    // wf_current_versions["sdcClients"], job_versions["sdcClients"], or a local that holds such an entry.
    private VersionConstant? Entry(ExpressionSyntax expression, int depth)
    {
        if (expression is IdentifierNameSyntax name && locals.ValueOf(model.GetSymbolInfo(name, cancellationToken).Symbol) is { } value && depth < MaxDepth)
        {
            return Entry(value, depth + 1);
        }

        if (expression is not ElementAccessExpressionSyntax { ArgumentList.Arguments: [var key] } access) return null;
        var map = model.GetSymbolInfo(access.Expression, cancellationToken).Symbol;
        if (!VersionGlobals.Contains(map) || Text(key.Expression, depth) is not { } aliasOrName) return null;
        return map.Name switch
        {
            "wf_current_versions" => facts.Current(aliasOrName),
            "job_versions" => facts.Requested(aliasOrName),
            _ => null,
        };
    }
}
