using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Api.Workflows;

/// <summary>Routes of workflows.</summary>
internal static class WorkflowRoutes
{
    /// <summary>Maps them.</summary>
    public static void MapWorkflows(this IEndpointRouteBuilder routes, WorkflowEndpoints endpoints)
    {
        routes.MapChange("POST", "/workflows", endpoints.PostAsync, new OperationDescription("postWorkflow", "Checks and stores a workflow")
        {
            Details = "Every body is compiled against the module versions that it would be given. All problems are answered together and nothing is " +
                "stored when there is one.",
            Request = new BodyDescription(typeof(WorkflowDocument)),
            Answers = [new AnswerDescription(201, "Stored; with warnings and what the check found.", typeof(WorkflowDocument))],
            Problems =
            [
                (400, "The body is no JSON."), (409, "A task has no body, or another workflow has that name or uuid."), (413, "The body is too large."),
                (415, "The body is not sent as JSON."), (422, "Something is wrong with the workflow; 'errors' lists everything."),
            ],
        });
        routes.MapRead("/workflows", endpoints.ListAsync, new OperationDescription("listWorkflows", "Lists workflows, oldest first")
        {
            Parameters =
            [
                new ParameterDescription("name", "Only the workflow of that name.", typeof(string)),
                new ParameterDescription("offset", "How many to skip; default 0.", typeof(int)),
                new ParameterDescription("limit", "At most this many; default and most 1000.", typeof(int)),
            ],
            Answers = [new AnswerDescription(200, "The workflows.", typeof(WorkflowDocument[]))],
            Problems = [(409, "A filter is not known."), (422, "'offset' or 'limit' is out of range.")],
        });
        routes.MapRead("/workflows/{uuid}", endpoints.GetAsync, new OperationDescription("getWorkflow", "Reads a workflow")
        {
            Answers = [new AnswerDescription(200, "The workflow.", typeof(WorkflowDocument))],
            Problems = [(404, "There is no such workflow.")],
        });
    }
}
