using System.Globalization;
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
                Locks = options?.Locks,
                ExecAfter = options?.ExecAfter,
                Params = parameters?.ToDictionary(member => member.Key, member => Element(member.Value), StringComparer.Ordinal),
            },
            options?.IdempotencyKey, cancellationToken);
    }

    /// <summary>Posts a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="idempotencyKey">As <see cref="SubmitJobOptions.IdempotencyKey"/>.</param>
    /// <param name="cancellationToken">Cancels the request, not the job.</param>
    /// <exception cref="TaskChainProblemException">
    /// There is no such workflow (404), its target is taken or locked, or there is no usable module version any more (409).
    /// </exception>
    public async Task<JobHandle> SubmitJobAsync(NewJobDocument job, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (job.Uuid is not null && idempotencyKey is not null) throw new ArgumentException("A job's id and an idempotency key both name it: give one.", nameof(idempotencyKey));
        var posted = await _connection.PostAsync(
            "jobs", JsonSerializer.SerializeToUtf8Bytes(job, ContractsJsonContext.Default.NewJobDocument),
            job.Uuid is null ? IdempotencyKeys.Of(idempotencyKey) : null, ContractsJsonContext.Default.JobDocument, cancellationToken).ConfigureAwait(false);
        return new JobHandle(_connection, posted.Uuid, posted);
    }

    /// <summary>Posts up to 1,000 jobs with one request.</summary>
    /// <param name="jobs">The jobs; none may name its id.</param>
    /// <param name="allOrNone">True stores all of them in one commit, or none; false each on its own.</param>
    /// <param name="idempotencyKey">As <see cref="SubmitJobOptions.IdempotencyKey"/>, for all of them.</param>
    /// <param name="cancellationToken">Cancels the request, not the jobs.</param>
    /// <returns>What came of each job, in order.</returns>
    /// <exception cref="TaskChainProblemException">One of them cannot be stored, so none was (409 or 422, every problem in the errors).</exception>
    public async Task<IReadOnlyList<BatchEntryDocument>> SubmitJobsAsync(
        IReadOnlyList<NewJobDocument> jobs, bool allOrNone = false, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Any(job => job.Uuid is not null)) throw new ArgumentException("Jobs that are posted together cannot name their ids.", nameof(jobs));
        return await _connection.PostAsync(
            "jobs" + Query(("all", allOrNone ? "true" : null)),
            JsonSerializer.SerializeToUtf8Bytes(jobs, ContractsJsonContext.Default.IReadOnlyListNewJobDocument), IdempotencyKeys.Of(idempotencyKey),
            ContractsJsonContext.Default.IReadOnlyListBatchEntryDocument, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A handle on a job that was posted before. Nothing is sent: an unknown id is noticed by the handle's methods.</summary>
    public JobHandle GetJobHandle(Guid uuid) => new(_connection, uuid, posted: null);

    /// <summary>
    /// Lists jobs without their chains and results, newest first; pages are fetched as they are needed. What is posted meanwhile does not shift them.
    /// </summary>
    /// <exception cref="TaskChainProblemException">A filter has a value that the service does not know (409).</exception>
    public async IAsyncEnumerable<JobDocument> ListJobsAsync(
        JobListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = "jobs" + Filter(options, PageSize);
        while (path is not null)
        {
            using var response = await _connection.GetAsync(path, null, null, cancellationToken).ConfigureAwait(false);
            var page = await ServiceConnection.ReadAsync(
                response, ContractsJsonContext.Default.IReadOnlyListJobDocument, cancellationToken).ConfigureAwait(false);
            foreach (var job in page) yield return job;
            path = NextCursor(response) is { } cursor ? $"jobs{Filter(options, PageSize)}&cursor={cursor}" : null;
        }
    }

    /// <summary>Counts jobs.</summary>
    /// <exception cref="TaskChainProblemException">A filter has a value that the service does not know (409).</exception>
    public async Task<long> CountJobsAsync(JobListOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var response = await _connection.GetAsync("jobs" + Filter(options, 1), null, null, cancellationToken).ConfigureAwait(false);
        return response.Headers.TryGetValues("x-count", out var count) && long.TryParse(count.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new TaskChainConnectionException("The answer carries no x-count: something between here and the service removes it.", null);
    }

    private static string Filter(JobListOptions? options, int limit)
    {
        var parameters = new List<(string, string?)>
        {
            ("execution", options?.Execution), ("name", options?.Name), ("target", options?.Target), ("consumer", options?.Consumer),
            ("since", Instant(options?.Since)), ("until", Instant(options?.Until)), ("limit", Number(limit)),
        };
        foreach (var (name, value) in options?.Params ?? new Dictionary<string, string>()) parameters.Add((Uri.EscapeDataString(name), value));
        return Query([.. parameters]);
    }

    private static string? Instant(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);

    // The link's address is the service's own view of itself; behind a proxy only its cursor is of use.
    private static string? NextCursor(HttpResponseMessage response)
    {
        const string Parameter = "cursor=";
        if (!response.Headers.TryGetValues("Link", out var links)) return null;
        foreach (var link in links)
        {
            var start = link.IndexOf(Parameter, StringComparison.Ordinal);
            if (start < 0 || !link.Contains("rel=\"next\"", StringComparison.Ordinal)) continue;
            var cursor = link[(start + Parameter.Length)..];
            return cursor[..cursor.IndexOfAny(['&', '>'])];
        }

        return null;
    }

    private static readonly HashSet<string> ReservedNames =
        new(StringComparer.Ordinal) { "workflow", "uuid", "target", "exec_after", "num_attempts", "locks" };

    private static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");
}
