namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>How much one run may say.</summary>
internal static class RunLimits
{
    /// <summary>Largest result, in bytes of JSON.</summary>
    public const int MaxResultBytes = 4 << 20;

    /// <summary>Largest parameters or property changes, in bytes of JSON.</summary>
    public const int MaxStateBytes = 4 << 20;

    /// <summary>Largest element of the job's info, in bytes of JSON.</summary>
    public const int MaxInfoBytes = 256 << 10;

    /// <summary>Elements of info per run.</summary>
    public const int MaxInfos = 1_000;

    /// <summary>Longest line of the log, in characters.</summary>
    public const int MaxLogChars = 16 << 10;

    /// <summary>Lines of the log per run.</summary>
    public const int MaxLogLines = 5_000;
}
