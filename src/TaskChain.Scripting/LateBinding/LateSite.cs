using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.LateBinding;

/// <summary>A use of a member that the given version lacks.</summary>
internal sealed class LateSite
{
    /// <summary>Position of the module in the request.</summary>
    public required int Module { get; init; }

    /// <summary>Documentation id, or <c>?:</c> and the text.</summary>
    public required string Symbol { get; init; }

    /// <summary>As source would name it.</summary>
    public required string Member { get; init; }

    /// <summary>The oldest known version that has it, or null.</summary>
    public required string? AddedIn { get; init; }

    /// <summary>The version that it was found in; null when no known one has it.</summary>
    public required string? FoundIn { get; init; }

    /// <summary>Where the compiler missed it, in the body.</summary>
    public required TextSpan Span { get; init; }

    /// <summary>The body bound against the version that has it, or against the given one when none has.</summary>
    public required ScriptUnit Unit { get; init; }

    /// <summary>The use in <see cref="Unit"/>.</summary>
    public required SyntaxNode Node { get; init; }

    /// <summary>True for a using directive: without it nothing happens, and what needs it is a site of its own.</summary>
    public bool IsUsing => Node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null;

    /// <summary>The statement that was replaced last; null while only an expression was.</summary>
    public StatementSyntax? Statement { get; set; }

    /// <summary>False once no replacement compiles.</summary>
    public bool IsReplaceable { get; set; } = true;

    /// <summary>Spans of the body that were replaced for it.</summary>
    public List<TextSpan> Replaced { get; } = [];
}
