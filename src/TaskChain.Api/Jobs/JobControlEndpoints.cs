using System.Text.Json;
using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary>What callers do to jobs: cancel, pause, resume, delete.</summary>
internal sealed class JobControlEndpoints(JobService jobs, JobWait waiting, TaskChainOptions options)
{
    /// <summary>POST /jobs/{uuid}/cancel.</summary>
    public async Task CancelAsync(HttpContext context)
    {
        await RequestParameters.ReadAsync(context, options.Limits.RequestBytes); // clients send a body; nothing in it matters
        switch (await (RouteIds.TryUuid(context, out var id)
            ? jobs.CancelAsync(id, by: null, context.RequestAborted) : Task.FromResult<JobCancellation>(new JobCancellation.NotFound())))
        {
            case JobCancellation.Canceled canceled:
                await CanceledAsync(context, canceled.Job);
                break;
            case JobCancellation.NotFound:
                await JobAnswers.NotFoundAsync(context);
                break;
            case JobCancellation.Finished:
                await JobAnswers.ConflictAsync(context, "Finished jobs cannot be canceled");
                break;
        }
    }

    /// <summary>POST /jobs/{uuid}/pause.</summary>
    public async Task PauseAsync(HttpContext context)
    {
        await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        switch (await (RouteIds.TryUuid(context, out var id)
            ? jobs.PauseAsync(id, context.RequestAborted) : Task.FromResult<JobPausing>(new JobPausing.NotFound())))
        {
            case JobPausing.Paused paused:
                await JobAnswers.WriteAsync(context, StatusCodes.Status200OK, paused.Job);
                break;
            case JobPausing.NotFound:
                await JobAnswers.NotFoundAsync(context);
                break;
            case JobPausing.Finished:
                await JobAnswers.ConflictAsync(context, "Finished jobs cannot be paused");
                break;
        }
    }

    /// <summary>POST /jobs/{uuid}/resume.</summary>
    public async Task ResumeAsync(HttpContext context)
    {
        var body = await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        if (body.ToElement().ValueKind != JsonValueKind.Object)
        {
            throw RequestRejectedException.InvalidValue("What a job is resumed with must be a JSON object: {\"result\": …}, {\"error\": …}, or nothing.");
        }

        switch (await (RouteIds.TryUuid(context, out var id)
            ? jobs.ResumeAsync(id, body, context.RequestAborted) : Task.FromResult<JobResumption>(new JobResumption.NotFound())))
        {
            case JobResumption.Resumed resumed:
                await JobAnswers.WriteAsync(context, StatusCodes.Status200OK, resumed.Job);
                break;
            case JobResumption.NotFound:
                await JobAnswers.NotFoundAsync(context);
                break;
            case JobResumption.NotWaiting:
                await JobAnswers.ConflictAsync(context, "Only waiting jobs can be resumed");
                break;
        }
    }

    /// <summary>POST /jobs/{uuid}/delete. DELETE of a job stays "not allowed", as node-workflow's clients know it.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        switch (RouteIds.TryUuid(context, out var id) ? await jobs.DeleteAsync(id, context.RequestAborted) : DeleteJobOutcome.NotFound)
        {
            case DeleteJobOutcome.Deleted:
                Conventions.About(context, id);
                Answers.Empty(context, StatusCodes.Status204NoContent);
                break;
            case DeleteJobOutcome.NotFound:
                await JobAnswers.NotFoundAsync(context);
                break;
            case DeleteJobOutcome.Live:
                await JobAnswers.ConflictAsync(context, "Only finished jobs can be deleted");
                break;
        }
    }

    // Who waits is told the truth; who does not is told what will be.
    private async Task CanceledAsync(HttpContext context, JobView job)
    {
        var wait = PreferWait.Seconds(context.Request);
        if (wait > 0 && await waiting.UntilEndAsync(context, job.Id, wait) is { } later)
        {
            await JobAnswers.WriteAsync(context, StatusCodes.Status200OK, later);
            return;
        }

        await JobAnswers.WriteAsync(context, StatusCodes.Status200OK, job, JobAnswers.Canceled);
    }
}
