using TaskChain.Sandbox.Protocol;
using TaskChain.Scripting;

namespace TaskChain.Sandbox.Compiler;

/// <summary>Answers to requests that could not be compiled at all.</summary>
internal static class Failures
{
    /// <summary>The compiler itself failed: nothing is said about the body.</summary>
    public static CompileResult Internal(string message) => new() { Failure = message, Diagnostics = [], Uses = [], Verdicts = [] };

    public static CompileResult TooComplex(string message) => new()
    {
        Diagnostics = [new ScriptDiagnostic(ProblemCode.ScriptTooComplex, "TC1009", IsError: true, 0, 0, message)],
        Uses = [],
        Verdicts = [],
    };

    public static CompileResult TooLarge() =>
        TooComplex("The compiled body and its proof are larger than a message may be. Make the body smaller or move code into a module.");
}
