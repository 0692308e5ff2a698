namespace TaskChain.Sandbox;

/// <summary>How the worker pool is, for the readiness page.</summary>
/// <param name="Ready">True when runs can be taken: at least one worker is warm and the program can be started.</param>
/// <param name="Workers">Processes that are alive and warm.</param>
/// <param name="Busy">Those that run a body now.</param>
/// <param name="Starting">Processes that are being started.</param>
/// <param name="Waiting">Runs in line.</param>
/// <param name="MaxWorkers">Most processes at one time.</param>
/// <param name="Problem">Why the latest start failed, or null.</param>
public sealed record SandboxHealth(bool Ready, int Workers, int Busy, int Starting, int Waiting, int MaxWorkers, string? Problem);
