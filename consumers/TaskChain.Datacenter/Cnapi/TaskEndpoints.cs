using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>CNAPI's tasks.</summary>
internal static class TaskEndpoints
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapTasks(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/tasks/{id}", (string id) => Show(world, id));
        group.MapGet("/tasks/{id}/wait", async (string id, double? timeout, CancellationToken cancellationToken) =>
        {
            TimeSpan remaining;
            lock (world.Gate) remaining = world.Tasks.Remaining(id);
            var limit = timeout is null ? LongestWait : TimeSpan.FromSeconds(timeout.Value);
            await Task.Delay(remaining < limit ? remaining : limit, world.Time, cancellationToken);
            return Show(world, id);
        });
        return group;
    }

    private static IResult Show(World world, string id)
    {
        lock (world.Gate) return world.Tasks.Find(id) is { } task ? Answer.Json(task) : Answer.NotFound("Task", id);
    }
}
