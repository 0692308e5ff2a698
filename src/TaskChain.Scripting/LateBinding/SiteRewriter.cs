using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TaskChain.Scripting.Problems;
using TaskChain.Scripting.Wrapping;

namespace TaskChain.Scripting.LateBinding;

/// <summary>
/// Replaces uses of missing members by throws: the smallest expression whose type exists in the given version, so that the rest of the body stays
/// statically checked; else the statement, and with it the rest of its block, which can never be reached.
/// </summary>
internal sealed class SiteRewriter(ScriptRequest request, TypeNames types, ProblemList positions)
{
    private const string Throw = "global::TaskChain.__MissingMember.Throw";

    /// <summary>Replaces a site.</summary>
    /// <returns>False when nothing was replaced.</returns>
    public bool Rewrite(LateSite site, BodyEdits edits)
    {
        if (site.Node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } directive) return Replace(site, directive, "", edits);
        var model = site.Unit.Model;
        for (var at = WholeExpression.Around(site.Node, model); at is not null; at = WholeExpression.Beyond(at, model))
        {
            if (NameOf(at) is { } nameOf) return Replace(site, nameOf.Call, nameOf.Text, edits);
            if (Replacement(site, at) is { } text) return Replace(site, at, text, edits);
        }

        return Widen(site, edits);
    }

    /// <summary>Replaces a site's statement, or when that was not enough, the next one around it.</summary>
    /// <returns>False when there is none: the site cannot be late-bound.</returns>
    public bool Widen(LateSite site, BodyEdits edits)
    {
        var from = site.Statement is null ? site.Node : site.Statement.Parent;
        var statement = from?.AncestorsAndSelf().TakeWhile(node => node is not MemberDeclarationSyntax).OfType<StatementSyntax>()
            .FirstOrDefault(node => node is not BlockSyntax and not LocalFunctionStatementSyntax);
        var crossed = from?.AncestorsAndSelf().TakeWhile(node => node != statement).OfType<LocalFunctionStatementSyntax>().Any() ?? true;
        if (statement is null || crossed || site.IsUsing)
        {
            site.IsReplaceable = false;
            return false;
        }

        site.Statement = statement;
        var changed = Replace(site, statement, $"throw {Throw}<global::System.Exception>({Arguments(site)});", edits);
        foreach (var later in After(statement)) changed |= Replace(site, later, "", edits);
        return changed;
    }

    private string? Replacement(LateSite site, ExpressionSyntax expression)
    {
        var arguments = Arguments(site);
        if (site.FoundIn is not null && Typed(site, expression, arguments) is { } typed) return Named(expression, typed);
        if (WholeExpression.TakesThrow(expression)) return $"throw {Throw}<global::System.Exception>({arguments})";
        return site.FoundIn is null && WholeExpression.IsCondition(expression) ? $"({Throw}<bool>({arguments}))" : null;
    }

    private string? Typed(LateSite site, ExpressionSyntax expression, string arguments)
    {
        var model = site.Unit.Model;
        var info = model.GetTypeInfo(expression);
        var isStatement = expression.Parent is ExpressionStatementSyntax;
        if (Variables(expression, model) is not { } kept) return null;
        if (info.Type?.SpecialType == SpecialType.System_Void || (isStatement && types.Source(info.Type) is null))
        {
            if (kept.Count > 0) return $"({string.Join(", ", kept)}, {Throw}<object>({arguments})).ToString()";
            return isStatement || expression.Parent is LambdaExpressionSyntax ? $"{Throw}({arguments})" : null;
        }

        // Without a type of its own (a method group, a lambda, null) or with a new one, an expression still has the type that it is converted to.
        if ((types.Source(info.Type) ?? types.Source(info.ConvertedType)) is not { } type) return null;
        var value = $"{Throw}<{type}>({arguments})";
        if (kept.Count > 0) value = $"({string.Join(", ", kept)}, {value}).Item{kept.Count + 1}" + (isStatement ? ".ToString()" : "");
        return isStatement ? value : $"({value})";
    }

    // Variables that the expression declares or assigns, and that the rest of the body relies on, are assigned in its place.
    private List<string>? Variables(ExpressionSyntax expression, SemanticModel model)
    {
        var kept = new List<string>();
        var body = expression.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        foreach (var designation in expression.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax).OfType<SingleVariableDesignationSyntax>())
        {
            if (model.GetDeclaredSymbol(designation) is not ILocalSymbol local || !IsUsedOutside(local, expression, body, model)) continue;
            if (types.Source(local.Type) is not { } type) return null;
            kept.Add($"global::TaskChain.__MissingMember.Out<{type}>(out var {designation.Identifier.Text})");
        }

        if (model.AnalyzeDataFlow(expression) is not { Succeeded: true } flow) return kept;
        foreach (var variable in flow.AlwaysAssigned.Except(flow.VariablesDeclared, SymbolEqualityComparer.Default).OfType<ILocalSymbol>())
        {
            if (types.Source(variable.Type) is not { } type) return null;
            kept.Add($"global::TaskChain.__MissingMember.Out<{type}>(out {variable.Name})");
        }

        return kept;
    }

    private static bool IsUsedOutside(ILocalSymbol local, ExpressionSyntax expression, SyntaxNode? body, SemanticModel model) =>
        body is not null && body.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == local.Name && !expression.Span.Contains(name.Span)
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local));

    // An anonymous object's member is named after the expression that is replaced.
    private static string Named(ExpressionSyntax expression, string text) => expression.Parent is AnonymousObjectMemberDeclaratorSyntax { NameEquals: null }
        && expression is MemberAccessExpressionSyntax { Name.Identifier.Text: var name } ? $"{name} = {text}" : text;

    private static (InvocationExpressionSyntax Call, string Text)? NameOf(ExpressionSyntax expression) =>
        expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } call }
            ? (call, Quote(expression is MemberAccessExpressionSyntax member ? member.Name.Identifier.ValueText : expression.ToString()))
            : null;

    // Local functions may be called from before.
    private static IEnumerable<StatementSyntax> After(StatementSyntax statement)
    {
        var list = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        return list.SkipWhile(other => other != statement).Skip(1).Where(other => other is not LocalFunctionStatementSyntax);
    }

    private static bool Replace(LateSite site, SyntaxNode node, string text, BodyEdits edits)
    {
        if (site.Unit.Map.ToBody(node.Span) is not { IsEmpty: false } span || !edits.Add(new BodyEdit(span, text))) return false;
        site.Replaced.Add(span);
        return true;
    }

    private string Arguments(LateSite site)
    {
        var module = request.Modules[site.Module];
        var (line, column) = positions.LineColumn(site.Span);
        var added = site.AddedIn is null ? "null" : Quote(site.AddedIn);
        return $"{Quote(module.Name)}, {Quote(module.Resolved)}, {Quote(site.Member)}, {added}, {line}, {column}";
    }

    private static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
