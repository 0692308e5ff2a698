using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TaskChain.Scripting.Problems;

namespace TaskChain.Scripting.Bodies;

/// <summary>What a task body may be made of. Everything here is decided by syntax alone; what it may name is the allow list's business.</summary>
internal static class BodyRules
{
    public static void Check(CompilationUnitSyntax root, ProblemList problems)
    {
        CheckDirectives(root, problems);
        foreach (var alias in root.Externs)
        {
            problems.AddError(ProblemId.ExternAlias, alias.Span, "A task body may not have an extern alias. Name the module in 'modules_plus'.");
        }

        foreach (var list in root.AttributeLists)
        {
            problems.AddError(ProblemId.AssemblyAttribute, list.Span, "A task body may not have assembly or module attributes.");
        }

        foreach (var member in root.Members) CheckMember(member, problems);
        foreach (var token in root.DescendantTokens()) CheckName(token, problems);
    }

    public static bool IsType(MemberDeclarationSyntax member) => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax;

    private static void CheckDirectives(CompilationUnitSyntax root, ProblemList problems)
    {
        if (!root.ContainsDirectives) return;
        foreach (var trivia in root.DescendantTrivia(descendIntoTrivia: true))
        {
            if (trivia.GetStructure() is not DirectiveTriviaSyntax directive || IsAllowed(directive)) continue;
            problems.AddError(
                ProblemId.Directive, directive.Span,
                $"The directive '{directive.ToString().Trim()}' is not allowed in a task body. "
                + "Allowed are #if, #elif, #else, #endif, #region, #endregion, #pragma warning, #nullable, #error and #warning.");
        }
    }

    private static bool IsAllowed(DirectiveTriviaSyntax directive) => directive is
        IfDirectiveTriviaSyntax or ElifDirectiveTriviaSyntax or ElseDirectiveTriviaSyntax or EndIfDirectiveTriviaSyntax
        or RegionDirectiveTriviaSyntax or EndRegionDirectiveTriviaSyntax or PragmaWarningDirectiveTriviaSyntax
        or NullableDirectiveTriviaSyntax or ErrorDirectiveTriviaSyntax or WarningDirectiveTriviaSyntax;

    private static void CheckMember(MemberDeclarationSyntax member, ProblemList problems)
    {
        switch (member)
        {
            case GlobalStatementSyntax global:
                CheckYield(global, problems);
                break;

            // A script's parser reads 'var x = 1;' as a field and a local function as a method; inside the wrapper they are what their author meant.
            case FieldDeclarationSyntax field when OnlyHas(field.Modifiers, SyntaxKind.ConstKeyword):
            case MethodDeclarationSyntax method when OnlyHas(method.Modifiers, SyntaxKind.AsyncKeyword, SyntaxKind.StaticKeyword):
            case var type when IsType(type):
                break;

            case BaseNamespaceDeclarationSyntax space:
                problems.AddError(ProblemId.NotAStatement, space.Name.Span, "A task body may not declare a namespace.");
                break;

            default:
                problems.AddError(
                    ProblemId.NotAStatement, member.Span,
                    $"A {Describe(member)} is not allowed at the top of a task body. Allowed are statements, local functions, types and usings.");
                break;
        }
    }

    private static void CheckYield(GlobalStatementSyntax statement, ProblemList problems)
    {
        var yields = statement.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<YieldStatementSyntax>();
        foreach (var yield in yields)
        {
            problems.AddError(ProblemId.TopLevelYield, yield.Span, "'yield' is only allowed inside a local function. A task body ends with 'return'.");
        }
    }

    // The value text: escapes such as \u005f and the @ prefix are already resolved.
    private static void CheckName(SyntaxToken token, ProblemList problems)
    {
        if (!token.ValueText.StartsWith("__", StringComparison.Ordinal)) return;
        if (!token.IsKind(SyntaxKind.IdentifierToken) && !SyntaxFacts.IsKeywordKind(token.Kind())) return;
        problems.AddError(ProblemId.ReservedName, token.Span, $"The name '{token.ValueText}' is reserved: names may not start with '__'.");
    }

    private static bool OnlyHas(SyntaxTokenList modifiers, params ReadOnlySpan<SyntaxKind> allowed)
    {
        foreach (var modifier in modifiers)
        {
            if (!allowed.Contains(modifier.Kind())) return false;
        }

        return true;
    }

    private static string Describe(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax => "variable with modifiers",
        MethodDeclarationSyntax => "function with these modifiers",
        BasePropertyDeclarationSyntax => "property, indexer or event",
        EventFieldDeclarationSyntax => "event",
        ConstructorDeclarationSyntax or DestructorDeclarationSyntax => "constructor or finalizer",
        BaseMethodDeclarationSyntax => "operator",
        _ => member.Kind().ToString(),
    };
}
