using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Jobs;

namespace TaskChain.Client;

/// <summary>One job of a service. Thread-safe.</summary>
public sealed partial class JobHandle
{
    private readonly ServiceConnection _connection;

    internal JobHandle(ServiceConnection connection, Guid uuid, JobDocument? posted)
    {
        _connection = connection;
        Uuid = uuid;
        Posted = posted;
    }

    /// <summary>The job's id.</summary>
    public Guid Uuid { get; }

    /// <summary>The job as it was when it was posted; null for a handle made from an id.</summary>
    public JobDocument? Posted { get; }

    private string Path => $"jobs/{Uuid:D}";

    /// <summary>Reads the job as it is now.</summary>
    /// <exception cref="TaskChainProblemException">There is no such job (404).</exception>
    public Task<JobDocument> GetAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync(Path, ContractsJsonContext.Default.JobDocument, cancellationToken);

    /// <summary>
    /// Waits until the job has ended and gives it as it ended, failed or not: look at <see cref="JobDocument.Execution"/>. A job that waits to be
    /// resumed has not ended. Waiting goes on while the service restarts, within <see cref="TaskChainClientOptions.ConnectionRetries"/>.
    /// </summary>
    /// <exception cref="TaskChainProblemException">There is no such job (404).</exception>
    public Task<JobDocument> WaitAsync(CancellationToken cancellationToken = default) =>
        WaitAsync(static job => job.IsFinal, longPoll: true, cancellationToken);

    /// <summary>
    /// Waits until the job is as the caller wants it, or has ended. The service waits for ends only, so the job is looked at every
    /// <see cref="TaskChainClientOptions.PollInterval"/>; a state that passes between two looks is not seen.
    /// </summary>
    /// <param name="until">True for the state to wait for, for example <c>job.Execution == "waiting"</c>.</param>
    /// <param name="cancellationToken">Ends the waiting; the job goes on.</param>
    /// <exception cref="TaskChainProblemException">There is no such job (404).</exception>
    public Task<JobDocument> WaitAsync(Func<JobDocument, bool> until, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(until);
        return WaitAsync(until, longPoll: false, cancellationToken);
    }

    /// <summary>Reads what was appended to the job's info, oldest first.</summary>
    /// <exception cref="TaskChainProblemException">There is no such job (404).</exception>
    public Task<IReadOnlyList<RawJson>> GetInfoAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync(Path + "/info", ContractsJsonContext.Default.IReadOnlyListRawJson, cancellationToken);

    /// <summary>Appends one element to the job's info.</summary>
    /// <exception cref="TaskChainProblemException">There is no such job (404).</exception>
    public async Task AppendInfoAsync(JsonObject element, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(element);
        using var request = _connection.Request(HttpMethod.Post, Path + "/info");
        request.Content = ServiceConnection.Content(Encoding.UTF8.GetBytes(element.ToJsonString()));
        using var response = await _connection.SendAsync(request, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what the job's tasks returned and logged, task by task, and its info.</summary>
    /// <exception cref="TaskChainProblemException">There is no such job (404).</exception>
    public Task<JobOutputDocument> GetOutputAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync(Path + "/output", ContractsJsonContext.Default.JobOutputDocument, cancellationToken);

    /// <summary>Lets a waiting job go on.</summary>
    /// <param name="result">Becomes the waiting task's result; null for JSON null.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TaskChainProblemException">There is no such job (404), or it does not wait (409).</exception>
    public Task<JobDocument> ResumeAsync(JsonNode? result = null, CancellationToken cancellationToken = default) =>
        ResumeAsync(new ResumeDocument(Result: Raw(result)), cancellationToken);

    /// <summary>Ends a waiting job: its waiting task fails with this error.</summary>
    /// <param name="error">Becomes the task's error: a text or an object with a <c>message</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TaskChainProblemException">There is no such job (404), or it does not wait (409).</exception>
    public Task<JobDocument> ResumeWithErrorAsync(JsonNode error, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(error);
        return ResumeAsync(new ResumeDocument(Error: Raw(error)), cancellationToken);
    }

    /// <summary>
    /// Cancels the job: its body is stopped, its oncancel chain runs, it ends as <c>canceled</c> and in no other way. Returns at once; wait with
    /// <see cref="WaitAsync(CancellationToken)"/>.
    /// </summary>
    /// <exception cref="TaskChainProblemException">There is no such job (404), or it has succeeded or failed (409).</exception>
    public Task<JobDocument> CancelAsync(CancellationToken cancellationToken = default) => MoveAsync("cancel", cancellationToken);

    /// <summary>Pauses the job: a running task ends, nothing new of it starts.</summary>
    /// <exception cref="TaskChainProblemException">There is no such job (404), or it has ended (409).</exception>
    public Task<JobDocument> PauseAsync(CancellationToken cancellationToken = default) => MoveAsync("pause", cancellationToken);

    /// <summary>Lifts the job's pause. If it also waits, it goes on waiting.</summary>
    /// <exception cref="TaskChainProblemException">There is no such job (404), or it is not paused (409).</exception>
    public Task<JobDocument> UnpauseAsync(CancellationToken cancellationToken = default) => ResumeAsync(new ResumeDocument(), cancellationToken);

    /// <summary>Posts a job like this one, of the workflow as it is today.</summary>
    /// <param name="changes">In what it differs; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the request, not the new job.</param>
    /// <exception cref="TaskChainProblemException">There is no such job (404), or the new one is refused (409 or 422).</exception>
    public async Task<JobHandle> CloneAsync(CloneDocument? changes = null, CancellationToken cancellationToken = default)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(changes ?? new CloneDocument(), ContractsJsonContext.Default.CloneDocument);
        var posted = await _connection.PostAsync(
            Path + "/clone", json, changes?.Uuid is null ? IdempotencyKeys.Of(null) : null, ContractsJsonContext.Default.JobDocument,
            cancellationToken).ConfigureAwait(false);
        return new JobHandle(_connection, posted.Uuid, posted);
    }

    /// <summary>Removes the job, which has ended, with everything that belongs to it.</summary>
    /// <exception cref="TaskChainProblemException">There is no such job (404), or it has not ended (409).</exception>
    public async Task DeleteAsync(CancellationToken cancellationToken = default)
    {
        using var request = _connection.Request(HttpMethod.Post, Path + "/delete");
        using var response = await _connection.SendAsync(request, null, cancellationToken).ConfigureAwait(false);
    }

    private Task<JobDocument> MoveAsync(string how, CancellationToken cancellationToken) => _connection.SendAsync(
        HttpMethod.Post, $"{Path}/{how}", content: null, ContractsJsonContext.Default.JobDocument, cancellationToken);

    private Task<JobDocument> ResumeAsync(ResumeDocument with, CancellationToken cancellationToken) => _connection.SendAsync(
        HttpMethod.Post, Path + "/resume", ServiceConnection.Content(with, ContractsJsonContext.Default.ResumeDocument),
        ContractsJsonContext.Default.JobDocument, cancellationToken);

    private async Task<JobDocument> WaitAsync(Func<JobDocument, bool> until, bool longPoll, CancellationToken cancellationToken)
    {
        var seconds = longPoll ? ((int)_connection.Options.LongPoll.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null;
        while (true)
        {
            var (job, waited) = await LookAsync(seconds, cancellationToken).ConfigureAwait(false);
            if (job.IsFinal || until(job)) return job;
            if (!waited) await Task.Delay(_connection.Options.PollInterval, _connection.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    // A service that does not know the preference answers at once and without saying that it was applied.
    private async Task<(JobDocument Job, bool Waited)> LookAsync(string? seconds, CancellationToken cancellationToken)
    {
        using var response = await _connection.GetAsync(
            Path, seconds is null ? null : headers => headers.TryAddWithoutValidation("Prefer", "wait=" + seconds),
            seconds is null ? null : _connection.Options.LongPoll, cancellationToken).ConfigureAwait(false);
        var job = await ServiceConnection.ReadAsync(response, ContractsJsonContext.Default.JobDocument, cancellationToken).ConfigureAwait(false);
        return (job, response.Headers.Contains("Preference-Applied"));
    }

    private static RawJson Raw(JsonNode? node) => RawJson.Parse(node?.ToJsonString() ?? "null");
}
