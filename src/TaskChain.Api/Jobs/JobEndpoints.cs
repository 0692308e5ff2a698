using TaskChain.Api.Auth;
using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary><c>/jobs</c>: the hot path. Bodies go to the engine as bytes and jobs are written straight to the response.</summary>
internal sealed class JobEndpoints(JobService jobs, JobGate gate, TaskChainOptions options, IHostApplicationLifetime lifetime)
{
    /// <summary>POST /jobs.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var body = await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        using var admitted = await gate.EnterAsync(context, jobs: 1);
        if (admitted is null) return;
        switch (await jobs.SubmitAsync(body, Caller.ContextOf(context), context.RequestAborted))
        {
            case JobSubmission.Accepted accepted:
                admitted.Stored(accepted.Replayed ? 0 : 1);
                await AcceptedAsync(context, accepted.Job);
                break;
            case JobSubmission.WorkflowNotFound missing:
                await ProblemAnswers.NotFoundAsync(context, $"Workflow with uuid '{missing.Workflow}' does not exist");
                break;
            case JobSubmission.Refused refused:
                await SubmissionProblems.WriteAsync(context, refused.Problems, StatusCodes.Status409Conflict);
                break;
            case JobSubmission.Invalid invalid:
                await SubmissionProblems.WriteAsync(context, invalid.Problems);
                break;
            case JobSubmission.IdTaken taken:
                await ConflictAsync(context, ProblemCodes.InvalidArgument, $"Job.uuid must be unique. A job with uuid '{taken.Id}' already exists");
                break;
        }
    }

    /// <summary>GET /jobs.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var found = (await jobs.ListAsync(JobQuery.Read(context.Request.Query), count: false, context.RequestAborted)).Jobs;
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, found, static (writer, list) =>
        {
            writer.WriteStartArray();
            for (var i = 0; i < list.Count; i++) list[i].WriteTo(writer);
            writer.WriteEndArray();
        });
    }

    /// <summary>GET /jobs/{uuid}.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var wait = PreferWait.Seconds(context.Request);
        var job = !RouteIds.TryUuid(context, out var id) ? null
            : wait > 0 ? await WaitAsync(context, id, wait)
            : await jobs.FindAsync(id, context.RequestAborted);
        if (job is null)
        {
            await NotFoundAsync(context);
            return;
        }

        if (wait > 0) PreferWait.Applied(context.Response, wait);
        await JobAnswers.WriteAsync(context, StatusCodes.Status200OK, job);
    }

    /// <summary>POST /jobs/{uuid}/resume.</summary>
    public async Task ResumeAsync(HttpContext context)
    {
        var body = await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        if (!RouteIds.TryUuid(context, out var id))
        {
            await NotFoundAsync(context);
            return;
        }

        switch (await jobs.ResumeAsync(id, body, context.RequestAborted))
        {
            case JobResumption.Resumed resumed:
                await JobAnswers.WriteAsync(context, StatusCodes.Status200OK, resumed.Job);
                break;
            case JobResumption.NotFound:
                await NotFoundAsync(context);
                break;
            case JobResumption.NotWaiting:
                await ConflictAsync(context, ProblemCodes.ConflictError, "Only waiting jobs can be resumed");
                break;
        }
    }

    private async Task AcceptedAsync(HttpContext context, JobView job)
    {
        context.Response.Headers.Location = $"/jobs/{job.Id}";
        var wait = PreferWait.Seconds(context.Request);
        if (wait == 0)
        {
            await JobAnswers.WriteQueuedAsync(context, StatusCodes.Status201Created, job);
            return;
        }

        var later = await WaitAsync(context, job.Id, wait) ?? job;
        PreferWait.Applied(context.Response, wait);
        await JobAnswers.WriteAsync(context, StatusCodes.Status201Created, later);
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

    private static Task ConflictAsync(HttpContext context, string code, string message) =>
        ProblemAnswers.WriteAsync(context, StatusCodes.Status409Conflict, code, message);

    private static Task NotFoundAsync(HttpContext context) => JobAnswers.NotFoundAsync(context);
}
