namespace TaskChain.Scripting;

/// <summary>An error or warning in a body.</summary>
/// <param name="Code">One of <see cref="ProblemCode"/>.</param>
/// <param name="Id">The compiler's id such as <c>CS1061</c>, or ours (<c>TCnnnn</c>).</param>
/// <param name="IsError">False for a warning.</param>
/// <param name="Line">From 1; 0 when it belongs to no line.</param>
/// <param name="Column">From 1; 0 when it belongs to no line.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
/// <param name="Module">Name of the module that it is about, or null.</param>
/// <param name="Member">The member that is missing, as source would name it, or null.</param>
/// <param name="AddedIn">The oldest known version that has the member, or null.</param>
public sealed record ScriptProblem(
    string Code, string Id, bool IsError, int Line, int Column, string Message, string? Module = null, string? Member = null, string? AddedIn = null);
