using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Pauses jobs, and lets paused and waiting ones go on.</summary>
internal sealed class JobPauser(EngineStores stores, JobReader reader, WorkflowLibrary workflows, RunnerHost host, TimeProvider time)
{
    public async Task<JobPausing> PauseAsync(JobId job, CancellationToken cancellationToken)
    {
        var done = await stores.Control.SetPausedAsync(job, true, cancellationToken);
        if (done) host.Jobs.SetPaused(job, true);
        if (await reader.FindAsync(job, cancellationToken) is not { } view) return new JobPausing.NotFound();
        return done ? new JobPausing.Paused(view) : new JobPausing.Finished();
    }

    public async Task<JobResumption> ResumeAsync(JobId job, RawJson body, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await stores.Jobs.FindAsync(job, cancellationToken) is not { } stored) return new JobResumption.NotFound();
            var isWaiting = stored.Status == JobStatus.Waiting;
            if (stored.IsPaused && !stored.Status.IsFinal() && !(isWaiting && HasAnswer(body)))
            {
                if (await LiftAsync(job, cancellationToken)) return await AnswerAsync(job, cancellationToken);
            }
            else if (!isWaiting)
            {
                return new JobResumption.NotWaiting();
            }
            else if (await EndWaitAsync(stored, body, cancellationToken))
            {
                host.JobPosted();
                return await AnswerAsync(job, cancellationToken);
            }
        }
    }

    /// <summary>Pauses all jobs of a name, or lets them go on.</summary>
    public async Task SetNamePausedAsync(string name, bool paused, CancellationToken cancellationToken)
    {
        await stores.Control.SetNamePausedAsync(name, paused, cancellationToken);
        host.Jobs.SetNamePaused(name, paused);
        if (!paused) host.JobPosted();
    }

    private async Task<bool> LiftAsync(JobId job, CancellationToken cancellationToken)
    {
        if (!await stores.Control.SetPausedAsync(job, false, cancellationToken)) return false;
        host.Jobs.SetPaused(job, false);
        host.JobPosted();
        return true;
    }

    private async Task<bool> EndWaitAsync(StoredJob stored, RawJson body, CancellationToken cancellationToken)
    {
        var posted = stored.Posted;
        var workflow = await workflows.FindRevisionAsync(posted.WorkflowRevision, cancellationToken)
            ?? throw new KeyNotFoundException($"The workflow revision '{posted.WorkflowRevision}' of job '{posted.Id}' is not stored.");
        var task = JobLogbook.Fold(workflow.Plan, JobJson.ReadPosting(posted), stored.Log).Active?.Node.Name;
        var events = JobJson.Write([ReadAnswer(body, task)]);
        var move = new IdleMove(posted.Id, JobStatus.Waiting, JobLogbook.Length(stored.Log), 1, events, JobStatus.Queued);
        return await stores.Control.MoveIdleAsync(move, cancellationToken);
    }

    private async Task<JobResumption> AnswerAsync(JobId job, CancellationToken cancellationToken) =>
        await reader.FindAsync(job, cancellationToken) is { } view ? new JobResumption.Resumed(view) : new JobResumption.NotFound();

    /// <summary>Does the body say what the waiting task's result or error is?</summary>
    private static bool HasAnswer(RawJson body) =>
        !body.IsAbsent && body.ToElement() is { ValueKind: JsonValueKind.Object } element
        && (element.TryGetProperty("result", out _) || element.TryGetProperty("error", out _));

    private JobEvent.Resumed ReadAnswer(RawJson body, string? task)
    {
        var now = time.GetUtcNow();
        var element = body.IsAbsent ? default : body.ToElement();
        if (element.ValueKind != JsonValueKind.Object) return new JobEvent.Resumed(now) { Result = JobViews.Nothing };
        if (element.TryGetProperty("error", out var error) && IsError(error))
        {
            var message = error.ValueKind == JsonValueKind.String ? error.GetString()! : Text(error, "message") ?? error.GetRawText();
            return new JobEvent.Resumed(now)
            {
                Error = new JobErrorView(Text(error, "name") ?? "Error", message, Text(error, "code") ?? ProblemCodes.TaskFailed, task),
            };
        }

        return new JobEvent.Resumed(now) { Result = element.TryGetProperty("result", out var result) ? RawJson.From(result) : JobViews.Nothing };
    }

    private static string? Text(JsonElement error, string member) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString() : null;

    /// <summary>JavaScript's falsy values are no errors.</summary>
    private static bool IsError(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => error.GetString()!.Length > 0,
        JsonValueKind.Number => !error.TryGetDouble(out var number) || number != 0,
        _ => true,
    };
}
