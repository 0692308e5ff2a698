using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TaskChain.Scripting.Problems;

namespace TaskChain.Scripting.Bodies;

/// <summary>
/// Parses a body alone, as a script: unbalanced braces, open comments, strings or conditional sections are errors here and can never reach the
/// wrapper. Then refuses what a task body may not contain.
/// </summary>
internal static class BodyParser
{
    public static ScriptBody? Parse(SourceText text, CSharpParseOptions options, ProblemList problems, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(text.ToString()) is var size and > ScriptCompiler.MaxBodyBytes)
        {
            problems.Add(
                ProblemCode.ScriptTooComplex, ProblemId.TooLarge, isError: true, null,
                $"The body has {size} bytes; at most {ScriptCompiler.MaxBodyBytes} are allowed. Move code into a module.");
            return null;
        }

        if (!BodyNesting.Check(text, options, problems)) return null;
        var tree = ParseAlone(text, options, cancellationToken);
        foreach (var diagnostic in tree.GetDiagnostics(cancellationToken).Where(IsError))
        {
            problems.AddError(diagnostic.Id, diagnostic.Location.SourceSpan, Wording.Sentence(diagnostic));
        }

        var root = tree.GetCompilationUnitRoot(cancellationToken);
        BodyRules.Check(root, problems);
        return problems.HasErrors ? null : Split(text, root);
    }

    // Scripts lack 'using var x = ...;', which bodies need. What is better as top-level statements, just as closed in themselves, is judged as such.
    private static SyntaxTree ParseAlone(SourceText text, CSharpParseOptions options, CancellationToken cancellationToken)
    {
        var script = CSharpSyntaxTree.ParseText(text, options.WithKind(SourceCodeKind.Script), ScriptAssembly.FileName, cancellationToken);
        var errors = script.GetDiagnostics(cancellationToken).Count(IsError);
        if (errors == 0) return script;
        var statements = CSharpSyntaxTree.ParseText(text, options.WithKind(SourceCodeKind.Regular), ScriptAssembly.FileName, cancellationToken);
        return statements.GetDiagnostics(cancellationToken).Count(IsError) < errors ? statements : script;
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static ScriptBody Split(SourceText text, CompilationUnitSyntax root)
    {
        var directives = root.ContainsDirectives
            ? root.DescendantTrivia(descendIntoTrivia: false).Where(trivia => trivia.IsDirective).Select(trivia => trivia.FullSpan)
            : [];
        return new ScriptBody(
            text,
            [.. root.Usings.Select(directive => directive.Span)],
            [.. root.Members.Where(BodyRules.IsType).Select(type => type.Span)],
            [.. directives],
            [.. root.Members.OfType<GlobalStatementSyntax>().SelectMany(BareReturns)]);
    }

    private static IEnumerable<TextSpan> BareReturns(GlobalStatementSyntax statement) =>
        statement.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>()
            .Where(node => node.Expression is null)
            .Select(node => node.Span);
}
