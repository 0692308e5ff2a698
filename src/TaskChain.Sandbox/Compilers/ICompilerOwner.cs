using TaskChain.Sandbox.Processes;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Compilers;

/// <summary>Is told about a compiler, on the compiler's reading thread unless said otherwise.</summary>
internal interface ICompilerOwner
{
    /// <summary>It is warm.</summary>
    void OnReady(CompilerProcess compiler);

    /// <summary>It has compiled a body and can take another.</summary>
    void OnCompiled(CompilerProcess compiler, PendingCompile pending, CompileResult result);

    /// <summary>It has worked on a body for long. On a timer's thread.</summary>
    void OnSlow(CompilerProcess compiler);

    /// <summary>It is dead and reaped.</summary>
    /// <param name="compiler">The compiler.</param>
    /// <param name="pending">What it worked on, or null.</param>
    /// <param name="timedOut">True when it was killed because the body took too long.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="output">The head of its standard error.</param>
    void OnDead(CompilerProcess compiler, PendingCompile? pending, bool timedOut, ExitStatus status, string output);
}
