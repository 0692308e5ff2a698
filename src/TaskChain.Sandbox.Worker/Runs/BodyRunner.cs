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
            return KeepingState(Failed(e, session, grants), session, request, grants);
        }
    }

    private static TaskRunResult Completed(object? value, RunSession session, Protocol.RunRequest request, RunGrants grants)
    {
        if (value is TaskOutcome { Kind: TaskOutcomeKind.Fail } failure)
        {
            var failed = new TaskRunResult
            {
                Outcome = TaskRunOutcome.Failed,
                Failure = new TaskFailure(
                    grants.Mask.Text(failure.Code) ?? "task_failed", grants.Mask.Text(failure.Message) ?? "", null, null, IsRetryable: false, null),
            };
            return KeepingState(failed, session, request, grants);
        }

        var outcome = value as TaskOutcome;
        var result = outcome is null ? BoundedJson.Write(value, "The result", RunLimits.MaxResultBytes) : BoundedJson.Null;
        return WithState(new TaskRunResult
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
            After = outcome?.After ?? TimeSpan.Zero,
            Deadline = outcome?.Deadline,
        }, session, request, grants);
    }

    private static TaskRunResult WithState(TaskRunResult result, RunSession session, Protocol.RunRequest request, RunGrants grants) => result with
    {
        Params = grants.Mask.Json(JobState.ChangedParams(session.Job.Params, request.Params, RunLimits.MaxStateBytes)),
        PropertyChanges = grants.Mask.Json(JobState.PropertyChanges(session.Job, request.Properties, RunLimits.MaxStateBytes)),
    };

    // What a failed run had set is kept: the next attempt, the fallback and onerror go on with it. The failure counts more than a state that cannot be.
    private static TaskRunResult KeepingState(TaskRunResult failed, RunSession session, Protocol.RunRequest request, RunGrants grants)
    {
        try
        {
            return WithState(failed, session, request, grants);
        }
        catch (Exception e)
        {
            session.Log.Warn($"What the task had set was lost: {Safely.MessageOf(e)}");
            return failed;
        }
    }

    private static TaskRunResult Failed(Exception exception, RunSession session, RunGrants grants) =>
        session.IsCancelled && exception is OperationCanceledException
            ? new TaskRunResult { Outcome = TaskRunOutcome.Canceled }
            : new TaskRunResult { Outcome = TaskRunOutcome.Failed, Failure = FailureMapper.Map(exception, grants.Mask) };
}
