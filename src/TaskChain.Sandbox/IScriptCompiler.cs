using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox;

/// <summary>Compiles and proves task bodies in killable compiler processes.</summary>
public interface IScriptCompiler
{
    /// <summary>
    /// Compiles a body against chosen module versions. Never throws for what the source does: a compile bomb is a <see cref="CompileResult"/>
    /// with code <c>script_too_complex</c>.
    /// </summary>
    /// <exception cref="CompilerUnavailableException">No compiler process can be started.</exception>
    Task<CompileResult> CompileAsync(CompileRequest request, CancellationToken cancellationToken);
}

/// <summary>No compiler process can be started or kept alive.</summary>
public sealed class CompilerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
