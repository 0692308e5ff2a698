using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Workers;

/// <summary>Checks what a run would send before a worker is bothered.</summary>
internal static class RunSize
{
    // Room for names, module sets and numbers.
    private const int Reserve = 1 << 20;

    /// <summary>True when a run does not fit into the frames that it needs.</summary>
    public static bool IsTooLarge(TaskRun run, out string message)
    {
        var state = (long)run.Params.Length + run.Properties.Length + run.Results.Length;
        message = state > Frame.MaxSize - Reserve
            ? $"The task's parameters, properties and results have {state} bytes together; {Frame.MaxSize - Reserve} are allowed."
            : run.Assembly.Length > Frame.MaxSize - Reserve
                ? $"The compiled body has {run.Assembly.Length} bytes; {Frame.MaxSize - Reserve} are allowed."
                : "";
        return message.Length > 0;
    }
}
