namespace TaskChain.Sandbox;

/// <summary>How the compiler pool is, for the readiness page.</summary>
/// <param name="Ready">True when bodies can be compiled: at least one compiler is warm.</param>
/// <param name="Compilers">Processes that are alive and warm.</param>
/// <param name="Busy">Those that compile now.</param>
/// <param name="Starting">Processes that are being started.</param>
/// <param name="Waiting">Bodies in line.</param>
/// <param name="Problem">Why the latest start failed, or null.</param>
public sealed record CompilerHealth(bool Ready, int Compilers, int Busy, int Starting, int Waiting, string? Problem);
