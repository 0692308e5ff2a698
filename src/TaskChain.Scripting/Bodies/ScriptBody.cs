using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.Bodies;

/// <summary>A body that passed the shape rules, with the parts that a method cannot hold and that the wrapper therefore moves beside it.</summary>
/// <param name="Text">The body as posted.</param>
/// <param name="Usings">Spans of the using directives.</param>
/// <param name="Types">Spans of the type declarations at top level.</param>
/// <param name="Directives">Spans of the preprocessor directives: every moved part keeps all of them, so that <c>#if</c> stays balanced everywhere.</param>
/// <param name="BareReturns">Spans of <c>return;</c> at top level, which return what a body without any returns.</param>
internal sealed record ScriptBody(
    SourceText Text, IReadOnlyList<TextSpan> Usings, IReadOnlyList<TextSpan> Types, IReadOnlyList<TextSpan> Directives, IReadOnlyList<TextSpan> BareReturns);
