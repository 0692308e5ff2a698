using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.Uses;

/// <summary>A symbol of a module at a place of the body.</summary>
/// <param name="Module">Position of the module in the request.</param>
/// <param name="Symbol">The definition.</param>
/// <param name="Node">The syntax that is bound to it.</param>
/// <param name="Span">Its place in the body.</param>
internal sealed record BoundUse(int Module, ISymbol Symbol, SyntaxNode Node, TextSpan Span);
