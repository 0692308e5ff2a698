using TaskChain.Sandbox.Processes;

namespace TaskChain.Sandbox.Workers;

/// <summary>Says why a worker died, from its status and what it wrote last.</summary>
internal static class CrashReport
{
    private const int MaxHead = 1000;

    /// <summary>Describes an end that nobody here asked for.</summary>
    /// <param name="status">How the process ended.</param>
    /// <param name="output">The head of its standard error.</param>
    /// <param name="secrets">Secrets of the run, masked in what is quoted.</param>
    public static TaskFailure Describe(ExitStatus status, string output, IReadOnlyDictionary<string, string> secrets)
    {
        var head = Quote(output, secrets);
        var (code, cause) = Cause(status, output);
        var message = $"The sandbox worker ended while it ran this task: {cause} ({status}).";
        return new TaskFailure(code, head.Length == 0 ? message : $"{message} It wrote: {head}", null, null, IsRetryable: true, null);
    }

    private static (string Code, string Cause) Cause(ExitStatus status, string output)
    {
        if (Says("Out of memory.")) return ("memory_limit_exceeded", "it ran out of memory");
        var cause = status switch
        {
            _ when Says("Stack overflow.") => "the stack overflowed",
            _ when Says("Process terminated.") => "it was ended by Environment.FailFast",
            _ when Says("Unhandled exception.") => "an exception outside of the task's own flow was not handled",
            { Code: 0 } => "it closed its channel or was ended by Environment.Exit",
            { Code: not null } => "it was ended by Environment.Exit",
            { Signal: Native.SigKill } => "it was killed, perhaps by the system for want of memory",
            _ => "it crashed",
        };
        return ("worker_crashed", cause);

        bool Says(string words) => output.Contains(words, StringComparison.Ordinal);
    }

    private static string Quote(string output, IReadOnlyDictionary<string, string> secrets)
    {
        foreach (var secret in secrets.Values)
        {
            if (secret.Length > 0) output = output.Replace(secret, "***", StringComparison.Ordinal);
        }

        return output.Length > MaxHead ? string.Concat(output.AsSpan(0, MaxHead), "…") : output;
    }
}
