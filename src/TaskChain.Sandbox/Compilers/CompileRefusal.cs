using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Compilers;

/// <summary>Answers to bodies that no compiler could deal with.</summary>
internal static class CompileRefusal
{
    private const string Code = "script_too_complex";
    private const string Id = "TC1009";

    /// <summary>A body that is longer than allowed.</summary>
    public static CompileResult TooLong(int bytes, int allowed) =>
        Of($"The body has {bytes} bytes; {allowed} are allowed. Move code into a module.");

    /// <summary>A body that took longer than allowed.</summary>
    public static CompileResult TimedOut(TimeSpan limit) => Of(string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"The body could not be compiled within {limit.TotalSeconds} s. ")
        + "Nested lambdas and nested interpolated strings are the usual cause: split them into statements.");

    /// <summary>A body on which the compiler died.</summary>
    public static CompileResult Crashed(string how) =>
        Of($"The compiler could not cope with the body: its process ended with {how}. Split deeply nested expressions into statements.");

    private static CompileResult Of(string message) => new()
    {
        Diagnostics = [new ScriptDiagnostic(Code, Id, IsError: true, 0, 0, message)],
        Uses = [],
        Verdicts = [],
    };
}
