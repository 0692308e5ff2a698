using TaskChain.Api.Http;
using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Jobs;

namespace TaskChain.Api.Jobs;

/// <summary>Routes of jobs: what callers do to them, and how they follow them.</summary>
internal static class JobControlRoutes
{
    /// <summary>Maps what callers do to jobs.</summary>
    public static void MapJobControl(this IEndpointRouteBuilder routes, JobControlEndpoints endpoints)
    {
        routes.MapChange("POST", "/jobs/{uuid}/cancel", endpoints.CancelAsync, new OperationDescription("cancelJob", "Cancels a job")
        {
            Details = "The running body is stopped, then the oncancel chain runs. The answer says 'canceled' at once, with 'cancel_requested' while the job " +
                "winds down; it ends in no other way. With 'Prefer: wait' the answer comes when it has ended.",
            Parameters = [JobRoutes.Wait],
            Answers = [JobRoutes.Job],
            Problems = [JobRoutes.NoJob, (409, "The job has succeeded or failed.")],
        });
        routes.MapChange("POST", "/jobs/{uuid}/pause", endpoints.PauseAsync, new OperationDescription("pauseJob", "Pauses a job")
        {
            Details = "A running task ends, nothing new of the job starts until it is resumed.",
            Answers = [JobRoutes.Job],
            Problems = [JobRoutes.NoJob, (409, "The job has ended.")],
        });
        routes.MapChange("POST", "/jobs/{uuid}/resume", endpoints.ResumeAsync, new OperationDescription("resumeJob", "Lets a waiting or paused job go on")
        {
            Details = "Lifts the pause of a paused job; a waiting job that is also paused goes on when 'result' or 'error' is given.",
            Request = new BodyDescription(typeof(ResumeDocument), Optional: true),
            Answers = [JobRoutes.Job],
            Problems = [(400, "The body is no JSON."), JobRoutes.NoJob, (409, "The job is neither waiting nor paused.")],
        });
        routes.MapChange("POST", "/jobs/{uuid}/delete", endpoints.DeleteAsync, new OperationDescription("deleteJob", "Removes a job that has ended")
        {
            Answers = [new AnswerDescription(204, "Removed with everything that belongs to it.")],
            Problems = [JobRoutes.NoJob, (409, "The job has not ended.")],
        });
    }

    /// <summary>Maps following.</summary>
    public static void MapJobEvents(this IEndpointRouteBuilder routes, JobEventEndpoints endpoints) =>
        routes.MapRead("/jobs/{uuid}/events", endpoints.GetAsync, new OperationDescription("getJobEvents", "Follows a job to its end")
        {
            Details = "Server-sent events. 'event' is what happened: claimed, task_started, task_ended, timed_out, requeued, suspended, resumed, " +
                "cancel_requested, succeeded, failed, canceled, retried, with a number as 'id'; info, log and progress come while they happen and without " +
                "an id. 'data' is JSON. A 'heartbeat' comes after 15 silent seconds. The stream ends after the last event.",
            Parameters = [ParameterDescription.Header("Last-Event-ID", "Goes on after the event with that id.")],
            Answers =
            [
                new AnswerDescription(200, "The events.", typeof(string)) { MediaType = EventStream.MediaType },
                new AnswerDescription(204, "The job has ended, and the event named was its last."),
            ],
            Problems = [(400, "'Last-Event-ID' is no id of an event."), JobRoutes.NoJob],
        });
}
