using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace TaskChain.Scripting;

/// <summary>Turns a bound body into an assembly with embedded symbols.</summary>
internal static class Emission
{
    private static readonly EmitOptions Options = new(debugInformationFormat: DebugInformationFormat.Embedded);

    /// <summary>Emits.</summary>
    /// <returns>The assembly, or null with the errors among the diagnostics.</returns>
    public static (byte[]? Assembly, IReadOnlyList<Diagnostic> Diagnostics) Emit(ScriptUnit unit, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        var result = unit.Compilation.Emit(stream, options: Options, cancellationToken: cancellationToken);
        return (result.Success ? stream.ToArray() : null, result.Diagnostics);
    }
}
