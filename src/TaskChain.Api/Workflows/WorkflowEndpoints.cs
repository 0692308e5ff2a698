using TaskChain.Api.Auth;
using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Workflows;

/// <summary><c>/workflows</c>: posting checks everything and stores only what is sound.</summary>
internal sealed class WorkflowEndpoints(WorkflowService workflows, TaskChainOptions options)
{
    private static readonly HashSet<string> KnownFilters = new(StringComparer.Ordinal) { "name", "offset", "limit" };

    /// <summary>POST /workflows.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var body = await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        switch (await workflows.SubmitAsync(body, Caller.ContextOf(context), context.RequestAborted))
        {
            case WorkflowSubmission.Accepted accepted:
                context.Response.Headers.Location = $"/workflows/{accepted.Workflow.Id}";
                Conventions.About(context, accepted.Workflow.Id);
                await JsonAnswers.WriteAsync(context, StatusCodes.Status201Created, accepted, static (writer, state) =>
                    WorkflowJson.Write(writer, state.Workflow, state.Warnings));
                break;
            case WorkflowSubmission.Refused refused:
                await SubmissionProblems.WriteAsync(context, refused.Problems);
                break;
            case WorkflowSubmission.NameTaken taken:
                await ConflictAsync(context, $"Workflow.name must be unique. A workflow with name '{taken.Name}' already exists");
                break;
            case WorkflowSubmission.IdTaken taken:
                await ConflictAsync(context, $"Workflow.uuid must be unique. A workflow with uuid '{taken.Id}' already exists");
                break;
        }
    }

    /// <summary>GET /workflows.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var unknown = query.Keys.Where(key => !KnownFilters.Contains(key)).ToList();
        if (unknown.Count > 0)
        {
            await ProblemAnswers.WriteAsync(
                context, StatusCodes.Status409Conflict, ProblemCodes.ConflictError,
                $"Invalid parameters for workflows search: {string.Join(',', unknown)}");
            return;
        }

        var page = Paging.Read(query);
        var filter = new WorkflowFilter { Name = QueryText.Read(query, "name"), Offset = page.Offset, Limit = page.Limit };
        var found = await workflows.ListAsync(filter, context.RequestAborted);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, found, static (writer, list) =>
        {
            writer.WriteStartArray();
            foreach (var workflow in list) WorkflowJson.Write(writer, workflow, warnings: null);
            writer.WriteEndArray();
        });
    }

    /// <summary>GET /workflows/{uuid}.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var workflow = RouteIds.TryUuid(context, out var id) ? await workflows.FindAsync(id, context.RequestAborted) : null;
        if (workflow is null)
        {
            await ProblemAnswers.NotFoundAsync(context, $"Workflow with uuid '{RouteIds.Text(context, "uuid")}' does not exist");
            return;
        }

        Conventions.About(context, id);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, workflow, static (writer, found) =>
            WorkflowJson.Write(writer, found, warnings: null));
    }

    private static Task ConflictAsync(HttpContext context, string message) =>
        ProblemAnswers.WriteAsync(context, StatusCodes.Status409Conflict, ProblemCodes.InvalidArgument, message);
}
