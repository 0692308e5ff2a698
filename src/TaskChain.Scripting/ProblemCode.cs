namespace TaskChain.Scripting;

/// <summary>Codes of <see cref="ScriptProblem"/>, for programs.</summary>
public static class ProblemCode
{
    /// <summary>The body does not compile against any known version.</summary>
    public const string ScriptInvalid = "script_invalid";

    /// <summary>An unguarded use of a member that the given version lacks.</summary>
    public const string ModuleMemberMissing = "module_member_missing";

    /// <summary>The body is larger or more nested than the compiler takes.</summary>
    public const string ScriptTooComplex = "script_too_complex";

    /// <summary>A remark that refuses nothing.</summary>
    public const string Warning = "script_warning";
}
