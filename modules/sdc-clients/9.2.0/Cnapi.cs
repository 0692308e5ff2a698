using System.Globalization;
using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>The compute node API: servers, tickets and tasks.</summary>
public sealed class Cnapi
{
    private readonly ApiClient _api;

    internal Cnapi(ApiClient api) => _api = api;

    /// <summary>Gets in line for exclusive work on a resource.</summary>
    /// <exception cref="ApiException">No such server.</exception>
    public async Task<Ticket> AcquireTicket(TicketRequest request)
    {
        var body = new JsonObject
        {
            ["scope"] = request.Scope, ["id"] = request.Id, ["action"] = request.Action, ["job"] = request.Job, ["idempotency_key"] = request.Key,
        };
        return Ticket.From(await _api.SendAsync(HttpMethod.Post, $"servers/{request.ServerUuid}/tickets", body));
    }

    /// <summary>Reads a ticket.</summary>
    /// <exception cref="ApiException">No such ticket.</exception>
    public async Task<Ticket> GetTicket(string ticketUuid) => Ticket.From(await _api.SendAsync(HttpMethod.Get, $"tickets/{ticketUuid}"));

    /// <summary>Waits until a ticket's turn has come, at most for a while.</summary>
    /// <param name="ticketUuid">The ticket.</param>
    /// <param name="limit">Longest wait.</param>
    /// <returns>The ticket as it then is, also when it is still queued.</returns>
    /// <exception cref="ApiException">No such ticket, or it expired.</exception>
    public async Task<Ticket> WaitTicketAsync(string ticketUuid, TimeSpan limit) =>
        Ticket.From(await _api.SendAsync(HttpMethod.Get, $"tickets/{ticketUuid}/wait?timeout={Seconds(limit)}"));

    /// <summary>Gives a ticket back. Releasing a finished ticket does nothing.</summary>
    /// <exception cref="ApiException">No such ticket.</exception>
    public Task ReleaseTicket(string ticketUuid) => _api.SendAsync(HttpMethod.Put, $"tickets/{ticketUuid}/release");

    /// <summary>Gives all tickets of a job back, also those whose answer the job never saw; it gets no more of them.</summary>
    /// <returns>Number of tickets that were open.</returns>
    public async Task<int> ReleaseTicketsOf(string job) =>
        (await _api.SendAsync(HttpMethod.Put, $"tickets/release?job={job}"))["released"]?.GetValue<int>() ?? 0;

    /// <summary>Makes sure that a server has an image.</summary>
    /// <param name="serverUuid">The server.</param>
    /// <param name="imageUuid">The image.</param>
    /// <param name="key">Idempotency key.</param>
    /// <returns>Id of the task that fetches it.</returns>
    /// <exception cref="ApiException">No such server.</exception>
    public Task<string> EnsureImage(string serverUuid, string imageUuid, string key) =>
        TaskAsync(HttpMethod.Post, $"servers/{serverUuid}/ensure-image", new JsonObject { ["image_uuid"] = imageUuid, ["idempotency_key"] = key });

    /// <summary>Makes a machine.</summary>
    /// <param name="serverUuid">The server.</param>
    /// <param name="payload">The machine.</param>
    /// <param name="key">Idempotency key.</param>
    /// <returns>Id of the task that makes it.</returns>
    /// <exception cref="ApiException">No such server, or it has the machine already.</exception>
    public Task<string> CreateVm(string serverUuid, JsonObject payload, string key)
    {
        var body = (JsonObject)payload.DeepClone();
        body["idempotency_key"] = key;
        return TaskAsync(HttpMethod.Post, $"servers/{serverUuid}/vms", body);
    }

    /// <summary>Reads a task.</summary>
    /// <exception cref="ApiException">No such task.</exception>
    public async Task<CnTask> GetTask(string taskId) => CnTask.From(await _api.SendAsync(HttpMethod.Get, $"tasks/{taskId}"));

    /// <summary>Waits until a task has ended, at most for a while.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="limit">Longest wait.</param>
    /// <returns>The task as it then is, also when it is still active.</returns>
    /// <exception cref="ApiException">No such task.</exception>
    public async Task<CnTask> WaitTaskAsync(string taskId, TimeSpan limit) =>
        CnTask.From(await _api.SendAsync(HttpMethod.Get, $"tasks/{taskId}/wait?timeout={Seconds(limit)}"));

    /// <summary>Lists the tasks about a machine, oldest first.</summary>
    /// <exception cref="ApiException">No such server.</exception>
    public async Task<IReadOnlyList<CnTask>> ListTasks(string serverUuid, string vmUuid) =>
        [.. (await _api.SendAsync(HttpMethod.Get, $"servers/{serverUuid}/task-history?vm={vmUuid}")).AsArray().OfType<JsonNode>().Select(CnTask.From)];

    /// <summary>Reads a server.</summary>
    /// <exception cref="ApiException">No such server.</exception>
    public async Task<Server> GetServer(string serverUuid) => Server.From(await _api.SendAsync(HttpMethod.Get, $"servers/{serverUuid}"));

    private static string Seconds(TimeSpan limit) => limit.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private async Task<string> TaskAsync(HttpMethod method, string path, JsonObject body) =>
        (await _api.SendAsync(method, path, body))["id"]!.GetValue<string>(); // CNAPI always answers with the task's id.
}
