using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using TaskChain.Scripting.Problems;

namespace TaskChain.Scripting.Bodies;

/// <summary>Refuses bodies whose brackets are nested beyond reason, before the parser recurses into them: it can overflow the stack, which ends the process.</summary>
internal static class BodyNesting
{
    /// <summary>Deepest nesting of brackets.</summary>
    public const int MaxDepth = 200;

    /// <summary>Checks a body by its tokens alone.</summary>
    /// <returns>False when it was refused.</returns>
    public static bool Check(SourceText text, CSharpParseOptions options, ProblemList problems)
    {
        var depth = 0;
        var angles = 0; // Less-than signs since the last token that no type argument list holds.
        foreach (var token in SyntaxFactory.ParseTokens(text.ToString(), options: options))
        {
            switch (token.Kind())
            {
                case SyntaxKind.OpenParenToken or SyntaxKind.OpenBraceToken or SyntaxKind.OpenBracketToken:
                    depth++;
                    break;
                case SyntaxKind.CloseParenToken or SyntaxKind.CloseBraceToken or SyntaxKind.CloseBracketToken:
                    depth--;
                    break;
                case SyntaxKind.LessThanToken:
                    angles++;
                    break;
                case SyntaxKind.SemicolonToken:
                    angles = 0;
                    break;
            }

            if (depth <= MaxDepth && angles <= MaxDepth) continue;
            problems.Add(
                ProblemCode.ScriptTooComplex, ProblemId.TooComplex, isError: true, token.Span,
                $"The body is nested more than {MaxDepth} levels deep here. Split it into local functions, or move code into a module.");
            return false;
        }

        return true;
    }
}
