using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>CNAPI's tickets.</summary>
internal static class TicketEndpoints
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapTickets(this RouteGroupBuilder group, World world)
    {
        group.MapPost("/servers/{server}/tickets", async (string server, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken);
            if (body.Text("scope") is not { } scope || body.Text("id") is not { } id)
            {
                return Answer.Error(409, "MissingParameter", "A ticket needs 'scope' and 'id'.");
            }

            lock (world.Gate)
            {
                return world.Servers.Find(server) is null
                    ? Answer.NotFound("Server", server)
                    : Answer.Json(world.Tickets.Acquire(server, scope, id, body.Text("action")), 202);
            }
        });
        group.MapGet("/tickets/{uuid}", (string uuid) =>
        {
            lock (world.Gate) return world.Tickets.Find(uuid) is { } ticket ? Answer.Json(ticket) : Answer.NotFound("Ticket", uuid);
        });
        group.MapGet("/tickets/{uuid}/wait", (string uuid, double? timeout, CancellationToken cancellationToken) =>
            WaitAsync(world, uuid, timeout, cancellationToken));
        group.MapPut("/tickets/{uuid}/release", (string uuid) =>
        {
            lock (world.Gate) return world.Tickets.Release(uuid) ? Answer.Done : Answer.NotFound("Ticket", uuid);
        });
        return group;
    }

    private static async Task<IResult> WaitAsync(World world, string uuid, double? seconds, CancellationToken cancellationToken)
    {
        var timeout = seconds is null ? LongestWait : TimeSpan.FromSeconds(seconds.Value);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        while (true)
        {
            Task moved;
            lock (world.Gate)
            {
                if (world.Tickets.Find(uuid) is not { } ticket) return Answer.NotFound("Ticket", uuid);
                if (ticket.Text("status") == "expired") return Answer.Error(410, "TicketExpired", $"Ticket '{uuid}' has expired.");
                if (ticket.Text("status") != "queued" || limit.IsCancellationRequested) return Answer.Json(ticket);
                moved = world.Tickets.Moved;
            }

            await moved.WaitAsync(limit.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
