using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Api.Workflows;

/// <summary>Routes of workflows.</summary>
internal static class WorkflowRoutes
{
    private static readonly AnswerDescription Workflow = new(200, "The workflow.", typeof(WorkflowDocument));

    private static readonly (int Status, string When) NoWorkflow = (404, "There is no such workflow.");

    /// <summary>Maps them.</summary>
    public static void MapWorkflows(this IEndpointRouteBuilder routes, WorkflowEndpoints endpoints)
    {
        routes.MapChange("POST", "/workflows", endpoints.PostAsync, new OperationDescription("postWorkflow", "Checks and stores a workflow")
        {
            Details = "Every body is compiled against the module versions that it would be given. All problems are answered together and nothing is " +
                "stored when there is one.",
            Parameters = [ParameterDescription.IdempotencyKey],
            Request = new BodyDescription(typeof(WorkflowDocument)),
            Answers = [new AnswerDescription(201, "Stored; with warnings and what the check found.", typeof(WorkflowDocument))],
            Problems =
            [
                (400, "The body is no JSON."), (409, "A task has no body, or another workflow has that name or uuid."), (413, "The body is too large."),
                (415, "The body is neither JSON nor a form."),
                (422, "Something is wrong with the workflow ('errors' lists everything), or the key has been used with another request."),
            ],
        });
        routes.MapRead("/workflows", endpoints.ListAsync, new OperationDescription("listWorkflows", "Lists workflows, oldest first")
        {
            Details = "Every other query parameter is a filter, too: only workflows that have that top-level member with that text are listed.",
            Parameters =
            [
                new ParameterDescription("name", "Only the workflow of that name.", typeof(string)),
                new ParameterDescription("offset", "How many to skip; default 0.", typeof(int)),
                new ParameterDescription("limit", "At most this many; default and most 1000.", typeof(int)),
            ],
            Answers = [new AnswerDescription(200, "The workflows.", typeof(WorkflowDocument[]))],
            Problems = [(422, "'offset' or 'limit' is out of range.")],
        });
        routes.MapRead("/workflows/{uuid}", endpoints.GetAsync, new OperationDescription("getWorkflow", "Reads a workflow")
        {
            Answers = [Workflow],
            Problems = [NoWorkflow],
        });
        routes.MapChange("PUT", "/workflows/{uuid}", endpoints.PutAsync, new OperationDescription("putWorkflow", "Replaces a workflow")
        {
            Details = "The workflow gets a new revision under the same uuid. Jobs keep the revision that they were posted for.",
            Request = new BodyDescription(typeof(WorkflowDocument)),
            Answers = [new AnswerDescription(200, "Stored; with warnings and what the check found.", typeof(WorkflowDocument))],
            Problems =
            [
                (400, "The body is no JSON."), NoWorkflow, (409, "A task has no body, or another workflow has that name."), (413, "The body is too large."),
                (415, "The body is neither JSON nor a form."), (422, "Something is wrong with the workflow; 'errors' lists everything."),
            ],
        });
        routes.MapChange("DELETE", "/workflows/{uuid}", endpoints.DeleteAsync, new OperationDescription("deleteWorkflow", "Removes a workflow")
        {
            Details = "Its jobs stay, and run to their ends.",
            Answers = [new AnswerDescription(204, "Removed.")],
            Problems = [NoWorkflow, (409, "It is paused: resume it first.")],
        });
        routes.MapChange("POST", "/workflows/{uuid}/pause", endpoints.PauseAsync, new OperationDescription("pauseWorkflow", "Pauses all jobs of a workflow's name")
        {
            Details = "Running tasks end, nothing new starts; jobs posted meanwhile are taken and held.",
            Answers = [Workflow],
            Problems = [NoWorkflow],
        });
        routes.MapChange("POST", "/workflows/{uuid}/resume", endpoints.ResumeAsync, new OperationDescription("resumeWorkflow", "Lets the jobs of a workflow's name go on")
        {
            Answers = [Workflow],
            Problems = [NoWorkflow],
        });
    }
}
