using System.ComponentModel;

namespace TaskChain;

/// <summary>What the compiler of task bodies and the worker that runs them agree on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScriptAssembly
{
    /// <summary>Full name of the class that wraps the body; it derives from <see cref="TaskScript"/> and has a parameterless constructor.</summary>
    public const string TypeName = "TaskScript_";

    /// <summary>The body's file name in symbols, diagnostics and stack traces.</summary>
    public const string FileName = "body.csx";
}
