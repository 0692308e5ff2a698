using TaskChain.Sandbox.Worker.Loading;

namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>Runs a body once and says how it ended.</summary>
internal static class BodyRunner
{
    /// <summary>Runs a body. The worker's only catch-all: every end of a body becomes a result.</summary>
    public static async Task<TaskRunResult> RunAsync(Func<LoadedScript> load, RunSession session, Protocol.RunRequest request, RunGrants grants)
    {
        try
        {
            var value = await load().CreateInstance().__RunAsync(session);
            return Completed(value, session, request, grants);
        }
        catch (Exception e)
        {
            return Failed(e, session, grants);
        }
    }

    private static TaskRunResult Completed(object? value, RunSession session, Protocol.RunRequest request, RunGrants grants)
    {
        if (value is TaskOutcome { Kind: TaskOutcomeKind.Fail } failure)
        {
            return new TaskRunResult
            {
                Outcome = TaskRunOutcome.Failed,
                Failure = new TaskFailure(
                    grants.Mask.Text(failure.Code) ?? "task_failed", grants.Mask.Text(failure.Message) ?? "", null, null, IsRetryable: false, null),
            };
        }

        var outcome = value as TaskOutcome;
        var result = outcome is null ? BoundedJson.Write(value, "The result", RunLimits.MaxResultBytes) : BoundedJson.Null;
        var parameters = JobState.ChangedParams(session.Job.Params, request.Params, RunLimits.MaxStateBytes);
        var properties = JobState.PropertyChanges(session.Job, request.Properties, RunLimits.MaxStateBytes);
        return new TaskRunResult
        {
            Outcome = outcome?.Kind switch
            {
                TaskOutcomeKind.Queue => TaskRunOutcome.Queue,
                TaskOutcomeKind.Again => TaskRunOutcome.Again,
                TaskOutcomeKind.Wait => TaskRunOutcome.Wait,
                TaskOutcomeKind.Retry => TaskRunOutcome.Retry,
                _ => TaskRunOutcome.Succeeded,
            },
            Result = grants.Mask.Json(result),
            Params = grants.Mask.Json(parameters),
            PropertyChanges = grants.Mask.Json(properties),
            After = outcome?.After ?? TimeSpan.Zero,
            Deadline = outcome?.Deadline,
        };
    }

    private static TaskRunResult Failed(Exception exception, RunSession session, RunGrants grants) =>
        session.IsCancelled && exception is OperationCanceledException
            ? new TaskRunResult { Outcome = TaskRunOutcome.Canceled }
            : new TaskRunResult { Outcome = TaskRunOutcome.Failed, Failure = FailureMapper.Map(exception, grants.Mask) };
}
