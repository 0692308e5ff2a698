using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Workflows;

/// <summary><c>/workflows</c>: posting and putting check everything and store only what is sound.</summary>
internal sealed class WorkflowEndpoints(WorkflowService workflows, TaskChainOptions options)
{
    /// <summary>POST /workflows.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var body = await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        switch (await workflows.SubmitAsync(body, Submitters.Of(context), context.RequestAborted))
        {
            case WorkflowSubmission.Accepted accepted:
                context.Response.Headers.Location = $"/workflows/{accepted.Workflow.Id}";
                if (accepted.Replayed) Submitters.Replayed(context.Response);
                await StoredAsync(context, StatusCodes.Status201Created, accepted.Workflow, accepted.Warnings);
                break;
            case WorkflowSubmission.Refused refused:
                await SubmissionProblems.WriteAsync(context, refused.Problems);
                break;
            case WorkflowSubmission.NameTaken taken:
                await NameTakenAsync(context, taken.Name);
                break;
            case WorkflowSubmission.IdTaken taken:
                await ConflictAsync(context, $"Workflow.uuid must be unique. A workflow with uuid '{taken.Id}' already exists");
                break;
            case WorkflowSubmission.KeyReused:
                await ProblemAnswers.WriteAsync(context, SubmissionProblems.KeyReused);
                break;
        }
    }

    /// <summary>PUT /workflows/{uuid}: a new revision; jobs keep theirs.</summary>
    public async Task PutAsync(HttpContext context)
    {
        var body = await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        switch (await (RouteIds.TryUuid(context, out var id)
            ? workflows.UpdateAsync(id, body, context.RequestAborted) : Task.FromResult<WorkflowUpdate>(new WorkflowUpdate.NotFound())))
        {
            case WorkflowUpdate.Updated updated:
                await StoredAsync(context, StatusCodes.Status200OK, updated.Workflow, updated.Warnings);
                break;
            case WorkflowUpdate.NotFound:
                await ProblemAnswers.NotFoundAsync(context, "Workflow does not exist. Cannot Update.");
                break;
            case WorkflowUpdate.Refused refused:
                await SubmissionProblems.WriteAsync(context, refused.Problems);
                break;
            case WorkflowUpdate.NameTaken taken:
                await NameTakenAsync(context, taken.Name);
                break;
        }
    }

    /// <summary>DELETE /workflows/{uuid}: jobs that it has keep what they run.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        switch (await (RouteIds.TryUuid(context, out var id)
            ? workflows.DeleteAsync(id, context.RequestAborted) : Task.FromResult<WorkflowDeletion>(new WorkflowDeletion.NotFound())))
        {
            case WorkflowDeletion.Deleted:
                Conventions.About(context, id);
                Answers.Empty(context, StatusCodes.Status204NoContent);
                break;
            case WorkflowDeletion.NotFound:
                await NotFoundAsync(context);
                break;
            case WorkflowDeletion.Paused paused:
                var names = string.Join(", ", paused.Names.Select(name => $"'{name}'"));
                await ConflictAsync(context, $"Jobs of {names} are paused and only this workflow can resume them. Resume it before it is deleted.");
                break;
        }
    }

    /// <summary>GET /workflows.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var found = await workflows.ListAsync(Filter(context.Request.Query), context.RequestAborted);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, found, static (writer, list) =>
        {
            writer.WriteStartArray();
            foreach (var workflow in list) WorkflowJson.Write(writer, workflow);
            writer.WriteEndArray();
        });
    }

    /// <summary>GET /workflows/{uuid}.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var workflow = RouteIds.TryUuid(context, out var id) ? await workflows.FindAsync(id, context.RequestAborted) : null;
        await (workflow is null ? NotFoundAsync(context) : ShowAsync(context, workflow));
    }

    /// <summary>POST /workflows/{uuid}/pause: nothing more of any job of the workflow's name starts.</summary>
    public Task PauseAsync(HttpContext context) => MoveAsync(context, workflows.PauseAsync);

    /// <summary>POST /workflows/{uuid}/resume: the jobs of the workflow's name go on.</summary>
    public Task ResumeAsync(HttpContext context) => MoveAsync(context, workflows.ResumeAsync);

    private async Task MoveAsync(HttpContext context, Func<Guid, CancellationToken, Task<bool>> move)
    {
        await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        var workflow = RouteIds.TryUuid(context, out var id) && await move(id, context.RequestAborted)
            ? await workflows.FindAsync(id, context.RequestAborted) : null;
        await (workflow is null ? NotFoundAsync(context) : ShowAsync(context, workflow));
    }

    private async Task ShowAsync(HttpContext context, StoredWorkflow workflow)
    {
        var isPaused = await workflows.IsPausedAsync(workflow.Name, context.RequestAborted);
        Conventions.About(context, workflow.Id);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, (workflow, isPaused), static (writer, state) =>
            WorkflowJson.Write(writer, state.workflow, isPaused: state.isPaused));
    }

    private static Task StoredAsync(HttpContext context, int status, StoredWorkflow workflow, IReadOnlyList<ProblemItem> warnings)
    {
        Conventions.About(context, workflow.Id);
        return JsonAnswers.WriteAsync(context, status, (workflow, warnings), static (writer, state) =>
            WorkflowJson.Write(writer, state.workflow, state.warnings));
    }

    private static WorkflowFilter Filter(IQueryCollection query)
    {
        var page = Paging.Read(query);
        var members = new List<SearchTerm>();
        foreach (var name in query.Keys)
        {
            if (name is not ("name" or "offset" or "limit") && QueryText.Read(query, name) is { } value) members.Add(new SearchTerm(name, value));
        }

        return new WorkflowFilter { Name = QueryText.Read(query, "name"), Members = members, Offset = page.Offset, Limit = page.Limit };
    }

    private static Task NotFoundAsync(HttpContext context) =>
        ProblemAnswers.NotFoundAsync(context, $"Workflow with uuid '{RouteIds.Text(context, "uuid")}' does not exist");

    private static Task NameTakenAsync(HttpContext context, string name) =>
        ConflictAsync(context, $"Workflow.name must be unique. A workflow with name '{name}' already exists");

    private static Task ConflictAsync(HttpContext context, string message) =>
        ProblemAnswers.WriteAsync(context, StatusCodes.Status409Conflict, ProblemCodes.InvalidArgument, message);
}
