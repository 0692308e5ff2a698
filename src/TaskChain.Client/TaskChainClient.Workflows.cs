using System.Globalization;
using System.Runtime.CompilerServices;
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
    public Task<WorkflowDocument> SubmitWorkflowAsync(WorkflowDocument workflow, CancellationToken cancellationToken = default) => _connection.SendAsync(
        HttpMethod.Post, "workflows", ServiceConnection.Content(workflow, ContractsJsonContext.Default.WorkflowDocument),
        ContractsJsonContext.Default.WorkflowDocument, cancellationToken);

    /// <summary>Posts a workflow that is at hand as JSON text.</summary>
    /// <exception cref="TaskChainProblemException">As for the other overload, or the text is no JSON (400).</exception>
    public Task<WorkflowDocument> SubmitWorkflowAsync(RawJson workflow, CancellationToken cancellationToken = default) => _connection.SendAsync(
        HttpMethod.Post, "workflows", ServiceConnection.Content(workflow.Utf8.ToArray()), ContractsJsonContext.Default.WorkflowDocument, cancellationToken);

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

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
