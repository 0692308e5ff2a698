using TaskChain.Sandbox.Protocol;
using TaskChain.Scripting;

namespace TaskChain.Sandbox.Compiler;

/// <summary>Answers to requests that could not be compiled at all.</summary>
internal static class Failures
{
    /// <summary>Code of a failure that is the service's and not the body's.</summary>
    public const string InternalCode = "compiler_failed";

    public static CompileResult Internal(string message) => Of(InternalCode, "TC9001", message);

    public static CompileResult TooComplex(string message) => Of(ProblemCode.ScriptTooComplex, "TC1009", message);

    public static CompileResult TooLarge() =>
        TooComplex("The compiled body and its proof are larger than a message may be. Make the body smaller or move code into a module.");

    private static CompileResult Of(string code, string id, string message) => new()
    {
        Diagnostics = [new ScriptDiagnostic(code, id, IsError: true, 0, 0, message)],
        Uses = [],
        Verdicts = [],
    };
}
