namespace TaskChain.Sandbox.Protocol;

/// <summary>What a frame is. The numbers are the protocol: never reuse one.</summary>
public enum FrameKind : byte
{
    /// <summary>Child to service: ready for work (<see cref="Hello"/> as JSON).</summary>
    Hello = 1,

    /// <summary>Service to compiler: a <see cref="CompileRequest"/> as JSON.</summary>
    Compile = 16,

    /// <summary>Compiler to service: the <see cref="CompileResult"/> as JSON.</summary>
    Compiled = 17,

    /// <summary>Service to worker: a compiled body and the number that names it from now on.</summary>
    Script = 32,

    /// <summary>Service to worker: a module set and the number that names it from now on.</summary>
    Modules = 33,

    /// <summary>Service to worker: variables and secrets and the number that names them from now on.</summary>
    Variables = 34,

    /// <summary>Service to worker: run a body once.</summary>
    Run = 35,

    /// <summary>Service to worker, on the control pipe: cancel a run.</summary>
    Cancel = 36,

    /// <summary>Worker to service: an element of the job's info.</summary>
    Info = 48,

    /// <summary>Worker to service: a line of the job's log.</summary>
    Log = 49,

    /// <summary>Worker to service: progress of the run.</summary>
    Progress = 50,

    /// <summary>Worker to service: how the run ended. Always its last frame.</summary>
    Result = 51,
}
