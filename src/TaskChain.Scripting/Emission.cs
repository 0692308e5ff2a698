using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using TaskChain.Scripting.References;

namespace TaskChain.Scripting;

/// <summary>Turns a bound body into an assembly with embedded symbols.</summary>
internal static class Emission
{
    private static readonly EmitOptions Options = new(debugInformationFormat: DebugInformationFormat.Embedded);

    /// <summary>Emits.</summary>
    /// <returns>The assembly, or null with the errors among the diagnostics.</returns>
    /// <exception cref="BadImageFormatException">Two modules bring versions of one dependency that cannot be told apart in the emitted assembly.</exception>
    public static (byte[]? Assembly, IReadOnlyList<Diagnostic> Diagnostics) Emit(ScriptUnit unit, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        var result = unit.Compilation.Emit(stream, options: Options, cancellationToken: cancellationToken);
        if (!result.Success) return (null, result.Diagnostics);
        var image = stream.ToArray();
        if (unit.References.Shortened.Count > 0 && !AssemblyIdentityTable.Restore(image, unit.References.Shortened))
        {
            throw new BadImageFormatException("The body uses a dependency of which its modules bring two versions, and only the second of them.");
        }

        return (image, result.Diagnostics);
    }
}
