using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Client;

public sealed partial class TaskChainClient
{
    private const int PageSize = 100;

    /// <summary>Posts a workflow. It is checked whole: on success all of its bodies compile against the module versions that they would be given.</summary>
    /// <returns>The workflow as stored, with <see cref="WorkflowDocument.Warnings"/> and <see cref="WorkflowDocument.Check"/>.</returns>
    /// <exception cref="TaskChainProblemException">
    /// The workflow is refused (422, every problem in <see cref="TaskChainProblemException.Errors"/>), or its name is taken (409).
    /// </exception>
    public Task<WorkflowDocument> SubmitWorkflowAsync(WorkflowDocument workflow, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return SubmitWorkflowAsync(
            JsonSerializer.SerializeToUtf8Bytes(workflow, ContractsJsonContext.Default.WorkflowDocument), isNamed: workflow.Uuid is not null, cancellationToken);
    }

    /// <summary>Posts a workflow that is at hand as JSON text.</summary>
    /// <exception cref="TaskChainProblemException">As for the other overload, or the text is no JSON (400).</exception>
    public Task<WorkflowDocument> SubmitWorkflowAsync(RawJson workflow, CancellationToken cancellationToken = default) =>
        SubmitWorkflowAsync(workflow.Utf8.ToArray(), isNamed: NamesItsId(workflow), cancellationToken);

    /// <summary>Replaces a workflow. Jobs that are posted from now on run the new one; those posted before keep what they have.</summary>
    /// <returns>The workflow as stored, with <see cref="WorkflowDocument.Warnings"/> and <see cref="WorkflowDocument.Check"/>.</returns>
    /// <exception cref="TaskChainProblemException">
    /// There is no such workflow (404), the new one is refused (422, every problem in <see cref="TaskChainProblemException.Errors"/>), or its name is another
    /// one's (409).
    /// </exception>
    public Task<WorkflowDocument> UpdateWorkflowAsync(Guid uuid, WorkflowDocument workflow, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(
            HttpMethod.Put, $"workflows/{uuid:D}", ServiceConnection.Content(workflow, ContractsJsonContext.Default.WorkflowDocument),
            ContractsJsonContext.Default.WorkflowDocument, cancellationToken);

    /// <summary>Removes a workflow. Its jobs stay, and run to their ends.</summary>
    /// <exception cref="TaskChainProblemException">There is no such workflow (404).</exception>
    public async Task DeleteWorkflowAsync(Guid uuid, CancellationToken cancellationToken = default)
    {
        using var request = _connection.Request(HttpMethod.Delete, $"workflows/{uuid:D}");
        using var response = await _connection.SendAsync(request, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pauses all jobs of the workflow's name, those to come too: running tasks end, nothing new starts.</summary>
    /// <exception cref="TaskChainProblemException">There is no such workflow (404).</exception>
    public Task<WorkflowDocument> PauseWorkflowAsync(Guid uuid, CancellationToken cancellationToken = default) => MoveWorkflowAsync(uuid, "pause", cancellationToken);

    /// <summary>Lets the jobs of a paused workflow's name go on.</summary>
    /// <exception cref="TaskChainProblemException">There is no such workflow (404).</exception>
    public Task<WorkflowDocument> ResumeWorkflowAsync(Guid uuid, CancellationToken cancellationToken = default) => MoveWorkflowAsync(uuid, "resume", cancellationToken);

    /// <summary>Reads a workflow.</summary>
    /// <exception cref="TaskChainProblemException">There is no such workflow (404).</exception>
    public Task<WorkflowDocument> GetWorkflowAsync(Guid uuid, CancellationToken cancellationToken = default) =>
        _connection.GetAsync($"workflows/{uuid:D}", ContractsJsonContext.Default.WorkflowDocument, cancellationToken);

    /// <summary>Finds the workflow of a name, or null.</summary>
    public async Task<WorkflowDocument?> FindWorkflowAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var found = await _connection.GetAsync(
            "workflows" + Query(("name", name)), ContractsJsonContext.Default.IReadOnlyListWorkflowDocument, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Lists all workflows, oldest first; pages are fetched as they are needed.</summary>
    public async IAsyncEnumerable<WorkflowDocument> ListWorkflowsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var offset = 0; ; offset += PageSize)
        {
            var page = await _connection.GetAsync(
                "workflows" + Query(("offset", Number(offset)), ("limit", Number(PageSize))),
                ContractsJsonContext.Default.IReadOnlyListWorkflowDocument, cancellationToken).ConfigureAwait(false);
            foreach (var workflow in page) yield return workflow;
            if (page.Count < PageSize) yield break;
        }
    }

    private Task<WorkflowDocument> MoveWorkflowAsync(Guid uuid, string how, CancellationToken cancellationToken) => _connection.SendAsync(
        HttpMethod.Post, $"workflows/{uuid:D}/{how}", content: null, ContractsJsonContext.Default.WorkflowDocument, cancellationToken);

    // An id names the workflow already; with a key beside it the service could not know which one counts.
    private Task<WorkflowDocument> SubmitWorkflowAsync(byte[] json, bool isNamed, CancellationToken cancellationToken) => _connection.PostAsync(
        "workflows", json, isNamed ? null : IdempotencyKeys.Of(null), ContractsJsonContext.Default.WorkflowDocument, cancellationToken);

    private static bool NamesItsId(RawJson workflow)
    {
        try
        {
            using var document = JsonDocument.Parse(workflow.Utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("uuid", out _);
        }
        catch (JsonException)
        {
            return false; // the service says what is wrong with it
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
