using System.Text.Json.Nodes;
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

            lock (world.Gate) return Acquire(world, server, $"{server}/{scope}/{id}", body);
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
        group.MapPut("/tickets/release", (string job) =>
        {
            lock (world.Gate) return Answer.Json(new JsonObject { ["released"] = world.Tickets.ReleaseOf(job) });
        });
        return group;
    }

    // Resources of the whole datacenter stand in line under 'default'.
    private static IResult Acquire(World world, string server, string line, JsonObject body)
    {
        if (server != "default" && world.Servers.Find(server) is null) return Answer.NotFound("Server", server);
        return Answer.Json(world.Effects.Once(body, $"ticket/{line}", () => world.Tickets.Acquire(line, body.Text("action"), body.Text("job"))), 202);
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
