using System.Text.Json.Nodes;
using TaskChain;

/// <summary>The body of the warm-up, named as compiled bodies are.</summary>
internal sealed class TaskScript_ : VersionedTaskScript
{
    /// <inheritdoc/>
    protected override async Task<object?> __Body()
    {
        await Task.Yield();
        log.Info($"{job.Name} {job.Attempt} {config.Count} {wf_installed_versions.Count}");
        job.Progress(0.5);
        info(new JsonObject { ["count"] = job.Results.Count });
        job.Params["seen"] = job.Params.GetString("text");
        job["warm"] = isVerGrtrThan("1.0.1", "1.0.0");
        cancellation.ThrowIfCancellationRequested();
        return new { ok = true, items = new[] { 1, 2 } };
    }
}
