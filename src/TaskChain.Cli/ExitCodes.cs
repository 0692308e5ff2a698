namespace TaskChain.Cli;

/// <summary>Exit statuses; scripts branch on them, so they never change meaning.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The service refused or failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The job that was waited for did not succeed.</summary>
    public const int JobFailed = 3;

    /// <summary>There is no such thing.</summary>
    public const int NotFound = 4;

    /// <summary>Something else is in the way, or no module version fits.</summary>
    public const int Conflict = 5;

    /// <summary>The service cannot be reached, cannot do it now, or the time is over.</summary>
    public const int Unreachable = 6;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;
}
