using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Admin;

/// <summary>For tests and the tour: the request log, faults on demand, what is left, what was done, a fresh start.</summary>
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
            faults.Add(FaultJson.Read(await RequestBody.ReadAsync(request, cancellationToken)));
            return Answer.Done;
        });
        admin.MapGet("/faults/taken", (string path) => Answer.Json(new JsonObject { ["count"] = faults.CountTaken(path) }));
        admin.MapDelete("/faults", (string? path) =>
        {
            faults.Clear(path);
            return Answer.Done;
        });
        admin.MapGet("/state", (string? about) =>
        {
            lock (world.Gate) return Answer.Json(Leftovers.Show(world, about));
        });
        admin.MapGet("/effects", (string? about) =>
        {
            lock (world.Gate) return Answer.Json(world.Effects.Show(about));
        });
        admin.MapPost("/reset", () =>
        {
            world.Reset();
            faults.Clear();
            log.Clear();
            return Answer.Done;
        });
    }
}
