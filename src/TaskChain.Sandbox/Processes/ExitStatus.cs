namespace TaskChain.Sandbox.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">Exit code, when it exited.</param>
/// <param name="Signal">Signal number, when one killed it. Both are null when somebody else collected the status.</param>
internal readonly record struct ExitStatus(int? Code, int? Signal)
{
    /// <summary>Reads what <c>waitpid</c> gives.</summary>
    public static ExitStatus FromWait(int status) => (status & 0x7F) == 0 ? new((status >> 8) & 0xFF, null) : new(null, status & 0x7F);

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { Code: { } code } => $"exit code {code}",
        { Signal: { } signal } => $"signal {signal}",
        _ => "an unknown status",
    };
}
