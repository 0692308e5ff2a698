using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Jobs;

namespace TaskChain.Client;

public sealed partial class TaskChainClient
{
    /// <summary>Posts a job. It is resolved and pinned to module versions before it is accepted.</summary>
    /// <param name="workflow">Id of the workflow to run.</param>
    /// <param name="parameters">The job's parameters, or null for none.</param>
    /// <param name="options">Further settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request, not the job.</param>
    /// <exception cref="ArgumentException">A parameter has a name that means something else to the service.</exception>
    /// <exception cref="TaskChainProblemException">There is no such workflow (404), or no usable module version any more (409).</exception>
    public Task<JobHandle> SubmitJobAsync(
        Guid workflow, JsonObject? parameters = null, SubmitJobOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reserved = parameters?.Select(member => member.Key).Where(ReservedNames.Contains).ToList();
        if (reserved is { Count: > 0 }) throw new ArgumentException($"A job's parameters cannot be named {string.Join(", ", reserved)}.", nameof(parameters));

        return SubmitJobAsync(
            new NewJobDocument
            {
                Workflow = workflow,
                Uuid = options?.Uuid,
                Target = options?.Target,
                ExecAfter = options?.ExecAfter,
                Params = parameters?.ToDictionary(member => member.Key, member => Element(member.Value), StringComparer.Ordinal),
            },
            cancellationToken);
    }

    /// <summary>Posts a job.</summary>
    /// <exception cref="TaskChainProblemException">There is no such workflow (404), or no usable module version any more (409).</exception>
    public async Task<JobHandle> SubmitJobAsync(NewJobDocument job, CancellationToken cancellationToken = default)
    {
        var posted = await _connection.SendAsync(
            HttpMethod.Post, "jobs", ServiceConnection.Content(job, ContractsJsonContext.Default.NewJobDocument),
            ContractsJsonContext.Default.JobDocument, cancellationToken).ConfigureAwait(false);
        return new JobHandle(_connection, posted.Uuid, posted);
    }

    /// <summary>A handle on a job that was posted before. Nothing is sent: an unknown id is noticed by the handle's methods.</summary>
    public JobHandle GetJobHandle(Guid uuid) => new(_connection, uuid, posted: null);

    /// <summary>Lists jobs, in the service's order; pages are fetched as they are needed.</summary>
    /// <exception cref="TaskChainProblemException">A filter has a value that the service does not know (409).</exception>
    public async IAsyncEnumerable<JobDocument> ListJobsAsync(
        JobListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var offset = 0; ; offset += PageSize)
        {
            var query = Query(
                ("execution", options?.Execution), ("name", options?.Name), ("target", options?.Target), ("offset", Number(offset)), ("limit", Number(PageSize)));
            var page = await _connection.GetAsync("jobs" + query, ContractsJsonContext.Default.IReadOnlyListJobDocument, cancellationToken).ConfigureAwait(false);
            foreach (var job in page) yield return job;
            if (page.Count < PageSize) yield break;
        }
    }

    private static readonly HashSet<string> ReservedNames =
        new(StringComparer.Ordinal) { "workflow", "uuid", "target", "exec_after", "num_attempts", "locks" };

    private static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");
}
