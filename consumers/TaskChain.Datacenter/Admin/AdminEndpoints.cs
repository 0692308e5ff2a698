using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Admin;

/// <summary>For tests and the tour: the request log, faults on demand, a fresh start.</summary>
internal static class AdminEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes, RequestLog log, FaultPlan faults, World world)
    {
        var admin = routes.MapGroup("/admin");
        admin.MapGet("/requests", (string? method, string? path) => Answer.Json(log.Find(method, path)));
        admin.MapDelete("/requests", () =>
        {
            log.Clear();
            return Answer.Done;
        });
        admin.MapPost("/faults", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            faults.Add(ReadFault(await RequestBody.ReadAsync(request, cancellationToken)));
            return Answer.Done;
        });
        admin.MapDelete("/faults", () =>
        {
            faults.Clear();
            return Answer.Done;
        });
        admin.MapGet("/state", () =>
        {
            lock (world.Gate) return Answer.Json(new JsonObject { ["open_tickets"] = world.Tickets.OpenCount });
        });
        admin.MapPost("/reset", () =>
        {
            world.Reset();
            faults.Clear();
            log.Clear();
            return Answer.Done;
        });
    }

    private static Fault ReadFault(JsonObject json)
    {
        try
        {
            return new Fault(
                json.Text("path") ?? throw new BadHttpRequestException("A fault needs a 'path'."),
                json.Text("method"),
                json["times"]?.GetValue<int>() ?? 1,
                json["status"]?.GetValue<int>(),
                json["delay_seconds"]?.GetValue<double>() ?? 0,
                json["task_seconds"]?.GetValue<double>(),
                json.Text("task_error"));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new BadHttpRequestException("A fault's 'times', 'status', 'delay_seconds' and 'task_seconds' are numbers.", e);
        }
    }
}
