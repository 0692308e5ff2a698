using TaskChain.Api.Http;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary><c>Prefer: wait</c>: answers that wait for a job's end.</summary>
internal sealed class JobWait(JobService jobs, IHostApplicationLifetime lifetime)
{
    /// <summary>Waits for a job's end, tells the caller that it was done, and gives the job as it is then; null when there is none.</summary>
    public async Task<JobView?> UntilEndAsync(HttpContext context, Guid id, int seconds)
    {
        var job = await WaitAsync(context, id, seconds);
        if (job is not null) PreferWait.Applied(context.Response, seconds);
        return job;
    }

    // A stopping service does not hold up its callers: they are answered with the job as it is.
    private async Task<JobView?> WaitAsync(HttpContext context, Guid id, int seconds)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            return await jobs.WaitAsync(id, TimeSpan.FromSeconds(seconds), over.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return await jobs.FindAsync(id, context.RequestAborted);
        }
    }
}
