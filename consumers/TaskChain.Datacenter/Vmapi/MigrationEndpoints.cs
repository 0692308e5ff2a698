using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Vmapi;

/// <summary>VMAPI's records of migrations.</summary>
internal static class MigrationEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapMigrations(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/migrations/{vm}", (string vm) => WithRecord(world, vm, record => Answer.Json(record)));
        group.MapPost("/migrations/{vm}/store", async (string vm, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var record = await RequestBody.ReadAsync(request, cancellationToken);
            lock (world.Gate)
            {
                world.Migrations[vm] = record;
                return Answer.Json(record);
            }
        });
        group.MapPost("/migrations/{vm}/progress", async (string vm, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var progress = await RequestBody.ReadAsync(request, cancellationToken);
            return WithRecord(world, vm, _ =>
            {
                world.MigrationProgress[vm] = progress;
                return Answer.Done;
            });
        });
        group.MapPost("/migrations/{vm}/updateVmServerUuid", async (string vm, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken);
            return MachineEndpoints.WithMachine(world, vm, machine =>
            {
                machine.Record["server_uuid"] = body.Text("server_uuid") ?? throw new BadHttpRequestException("'server_uuid' is required.");
                return Answer.Json(machine.Record);
            });
        });
        return group;
    }

    private static IResult WithRecord(World world, string vm, Func<JsonObject, IResult> use)
    {
        lock (world.Gate) return world.Migrations.TryGetValue(vm, out var record) ? use(record) : Answer.NotFound("Migration", vm);
    }
}
