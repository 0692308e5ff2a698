using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TaskChain.Scripting.Wrapping;

/// <summary>A body as a compilation unit.</summary>
/// <param name="Tree">The generated source.</param>
/// <param name="Map">Where the body is in it.</param>
/// <param name="Method">The method that holds the statements; null when the source does not have the shape that the wrapper wrote.</param>
internal sealed record WrappedScript(SyntaxTree Tree, SourceMap Map, MethodDeclarationSyntax? Method);
