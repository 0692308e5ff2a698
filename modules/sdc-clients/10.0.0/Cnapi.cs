using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>The compute node API: servers, tickets and tasks.</summary>
public sealed class Cnapi
{
    private readonly ApiClient _api;

    internal Cnapi(ApiClient api) => _api = api;

    /// <summary>Gets in line for exclusive work on a resource of a server.</summary>
    /// <param name="serverUuid">The server.</param>
    /// <param name="scope">Kind of resource, for example <c>vm</c>.</param>
    /// <param name="id">The resource.</param>
    /// <param name="action">What is going to be done, for people who look at the line.</param>
    /// <exception cref="ApiException">No such server.</exception>
    public async Task<Ticket> AcquireTicket(string serverUuid, string scope, string id, string action)
    {
        var body = new JsonObject { ["scope"] = scope, ["id"] = id, ["action"] = action };
        return Ticket.From(await _api.SendAsync(HttpMethod.Post, $"servers/{serverUuid}/tickets", body.ToJsonString()));
    }

    /// <summary>Reads a ticket.</summary>
    /// <exception cref="ApiException">No such ticket.</exception>
    public async Task<Ticket> GetTicket(string ticketUuid) => Ticket.From(await _api.SendAsync(HttpMethod.Get, $"tickets/{ticketUuid}"));

    /// <summary>Waits until a ticket's turn has come and tells meanwhile how the line moves.</summary>
    /// <param name="ticketUuid">The ticket.</param>
    /// <param name="onProgress">Is told about once a second how many are ahead; may be null.</param>
    /// <param name="timeout">Longest wait; null waits as long as the task lives.</param>
    /// <param name="cancellationToken">Cancels the wait; the ticket stays in the line.</param>
    /// <exception cref="ApiException">No such ticket, or it expired.</exception>
    /// <exception cref="TimeoutException">Others still hold the resource after <paramref name="timeout"/>.</exception>
    public async Task<Ticket> WaitTicketAsync(
        string ticketUuid, Action<TicketProgress>? onProgress = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var json = await _api.SendAsync(HttpMethod.Get, $"tickets/{ticketUuid}/wait?timeout=1", cancellationToken: cancellationToken);
            var ticket = Ticket.From(json);
            var waited = TimeProvider.System.GetElapsedTime(started);
            onProgress?.Invoke(new TicketProgress(json["ahead"]?.GetValue<int>() ?? 0, waited));
            if (ticket.Status != "queued") return ticket;
            if (waited >= timeout) throw new TimeoutException($"Ticket '{ticketUuid}' is still queued after {waited.TotalSeconds:0} s.");
        }
    }

    /// <summary>Gives a ticket back. Releasing a finished ticket does nothing.</summary>
    /// <exception cref="ApiException">No such ticket.</exception>
    public Task ReleaseTicket(string ticketUuid) => _api.SendAsync(HttpMethod.Put, $"tickets/{ticketUuid}/release");

    /// <summary>Starts a machine.</summary>
    /// <returns>Id of the task that does it.</returns>
    /// <exception cref="ApiException">No such server or machine.</exception>
    public Task<string> StartVm(string serverUuid, string vmUuid) => VmAction(HttpMethod.Post, $"servers/{serverUuid}/vms/{vmUuid}/start");

    /// <summary>Stops a machine.</summary>
    /// <returns>Id of the task that does it.</returns>
    /// <exception cref="ApiException">No such server or machine.</exception>
    public Task<string> StopVm(string serverUuid, string vmUuid) => VmAction(HttpMethod.Post, $"servers/{serverUuid}/vms/{vmUuid}/stop");

    /// <summary>Destroys a machine.</summary>
    /// <returns>Id of the task that does it.</returns>
    /// <exception cref="ApiException">No such server or machine.</exception>
    public Task<string> DestroyVm(string serverUuid, string vmUuid) => VmAction(HttpMethod.Delete, $"servers/{serverUuid}/vms/{vmUuid}");

    /// <summary>Reads a task.</summary>
    /// <exception cref="ApiException">No such task.</exception>
    public async Task<CnTask> GetTask(string taskId) => CnTask.From(await _api.SendAsync(HttpMethod.Get, $"tasks/{taskId}"));

    /// <summary>Waits until a task has ended, by long polls.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="onProgress">Is told about once a second how far the task is; may be null.</param>
    /// <param name="timeout">Longest wait; null waits as long as this job's task lives.</param>
    /// <param name="cancellationToken">Cancels the wait; the task goes on.</param>
    /// <returns>The finished task; look at its status.</returns>
    /// <exception cref="ApiException">No such task.</exception>
    /// <exception cref="TimeoutException">It is still active after <paramref name="timeout"/>.</exception>
    public async Task<CnTask> WaitTaskAsync(
        string taskId, Action<CnTask>? onProgress = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var json = await _api.SendAsync(HttpMethod.Get, $"tasks/{taskId}/wait?timeout=1", cancellationToken: cancellationToken);
            var task = CnTask.From(json);
            onProgress?.Invoke(task);
            if (task.Status != "active") return task;
            var waited = TimeProvider.System.GetElapsedTime(started);
            if (waited >= timeout) throw new TimeoutException($"Task '{taskId}' is still active after {waited.TotalSeconds:0} s.");
        }
    }

    /// <summary>Reads a server.</summary>
    /// <exception cref="ApiException">No such server.</exception>
    public async Task<Server> GetServer(string serverUuid) => Server.From(await _api.SendAsync(HttpMethod.Get, $"servers/{serverUuid}"));

    /// <summary>Tells a server's agent to take no new tasks; those under way go on.</summary>
    /// <exception cref="ApiException">No such server.</exception>
    public Task PauseAgent(string serverUuid) => _api.SendAsync(HttpMethod.Post, $"servers/{serverUuid}/cn-agent/pause");

    /// <summary>Reboots a server.</summary>
    /// <exception cref="ApiException">No such server.</exception>
    public Task RebootServer(string serverUuid) => _api.SendAsync(HttpMethod.Post, $"servers/{serverUuid}/reboot");

    /// <summary>Records a server's status.</summary>
    /// <exception cref="ApiException">No such server.</exception>
    public Task SetServerStatus(string serverUuid, string status) =>
        _api.SendAsync(HttpMethod.Post, $"servers/{serverUuid}", new JsonObject { ["status"] = status }.ToJsonString());

    private async Task<string> VmAction(HttpMethod method, string path) =>
        (await _api.SendAsync(method, path))["id"]!.GetValue<string>(); // CNAPI always answers with the task's id.
}
