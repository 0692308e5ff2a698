using System.Text.Json;
using TaskChain.Api.Auth;
using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Consumers;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary><c>POST /jobs</c>, one or many, and clones: the hot path. Bodies go to the engine as bytes and jobs are written straight to the answer.</summary>
internal sealed class JobSubmitEndpoints(JobService jobs, JobGate gate, JobWait waiting, TaskChainOptions options)
{
    /// <summary>POST /jobs.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var body = await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        if (IsArray(body)) await PostAllAsync(context, body);
        else await PostOneAsync(context, body);
    }

    /// <summary>POST /jobs/{uuid}/clone.</summary>
    public async Task CloneAsync(HttpContext context)
    {
        var body = await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        if (!RouteIds.TryUuid(context, out var source))
        {
            await JobAnswers.NotFoundAsync(context);
            return;
        }

        // The answer shows the other job's parameters: whoever may not read jobs clones those of its own consumer only.
        if (Caller.KeyOf(context) is { } key && (key.Scopes & KeyScopes.Read) == 0
            && await jobs.FindAsync(source, context.RequestAborted) is { } job && job.Consumer != key.Consumer)
        {
            await ProblemAnswers.WriteAsync(
                context, StatusCodes.Status403Forbidden, ProblemCodes.Forbidden,
                $"Job '{source}' is not of consumer '{key.Consumer}': to clone it needs the scope 'read' beside 'submit'.");
            return;
        }

        var submitter = Submitters.Of(context);
        using var admitted = await gate.EnterAsync(context, jobs: 1);
        if (admitted is null) return;
        await AnswerAsync(context, admitted, await jobs.CloneAsync(source, body, submitter, context.RequestAborted));
    }

    private async Task PostOneAsync(HttpContext context, RawJson body)
    {
        var submitter = Submitters.Of(context);
        using var admitted = await gate.EnterAsync(context, jobs: 1);
        if (admitted is null) return;
        await AnswerAsync(context, admitted, await jobs.SubmitAsync(body, submitter, context.RequestAborted));
    }

    private async Task AnswerAsync(HttpContext context, JobAdmission.Admitted admitted, JobSubmission submission)
    {
        if (submission is not JobSubmission.Accepted accepted)
        {
            await ProblemAnswers.WriteAsync(context, JobProblems.Of(submission));
            return;
        }

        admitted.Stored(accepted.Replayed ? 0 : 1);
        context.Response.Headers.Location = $"/jobs/{accepted.Job.Id}";
        if (accepted.Replayed) Submitters.Replayed(context.Response);
        var wait = PreferWait.Seconds(context.Request);
        if (wait == 0)
        {
            await JobAnswers.WriteAsync(context, StatusCodes.Status201Created, accepted.Job, JobAnswers.Queued);
            return;
        }

        var later = await waiting.UntilEndAsync(context, accepted.Job.Id, wait) ?? accepted.Job;
        await JobAnswers.WriteAsync(context, StatusCodes.Status201Created, later);
    }

    private async Task PostAllAsync(HttpContext context, RawJson body)
    {
        var all = QueryFlags.Read(context.Request.Query, "all");
        var submitter = Submitters.Of(context);
        using var admitted = await gate.EnterAsync(context, CountElements(body));
        if (admitted is null) return;
        switch (await jobs.SubmitAllAsync(body, all, submitter, context.RequestAborted))
        {
            case BatchSubmission.Refused refused:
                await SubmissionProblems.WriteAsync(context, refused.Problems);
                break;
            case BatchSubmission.Answers answers:
                admitted.Stored(answers.Jobs.Count(job => job is JobSubmission.Accepted { Replayed: false }));
                if (answers.Jobs.All(job => job is JobSubmission.Accepted { Replayed: true })) Submitters.Replayed(context.Response);
                await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, answers.Jobs, static (writer, list) =>
                {
                    writer.WriteStartArray();
                    foreach (var job in list) Write(writer, job);
                    writer.WriteEndArray();
                });
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, JobSubmission submission)
    {
        writer.WriteStartObject();
        if (submission is JobSubmission.Accepted accepted)
        {
            writer.WriteNumber("status"u8, StatusCodes.Status201Created);
            if (accepted.Replayed) writer.WriteBoolean("replayed"u8, true);
            writer.WritePropertyName("job"u8);
            accepted.Job.WriteTo(writer, JobAnswers.Queued);
        }
        else
        {
            var problem = JobProblems.Of(submission);
            writer.WriteNumber("status"u8, problem.Status);
            writer.WritePropertyName("problem"u8);
            ProblemAnswers.Write(writer, problem);
        }

        writer.WriteEndObject();
    }

    private static int CountElements(RawJson array)
    {
        using var document = JsonDocument.Parse(array.Utf8);
        return document.RootElement.GetArrayLength();
    }

    private static bool IsArray(RawJson body)
    {
        var start = body.Utf8.Span.TrimStart(" \t\r\n"u8);
        return !start.IsEmpty && start[0] == '[';
    }
}
