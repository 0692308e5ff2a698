namespace TaskChain.Sandbox.Protocol;

/// <summary>A child's first frame: it is warm and waits for work.</summary>
/// <param name="ProtocolVersion">Must equal <see cref="CurrentVersion"/>.</param>
/// <param name="ProcessId">The child's process id as it sees it itself.</param>
public sealed record Hello(int ProtocolVersion, int ProcessId)
{
    /// <summary>Version of the frames that this build speaks.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The greeting of this process.</summary>
    public static Hello Mine { get; } = new(CurrentVersion, Environment.ProcessId);
}
