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
        group.MapGet("/tasks/{id}/wait", (string id, double? timeout, CancellationToken cancellationToken) =>
            WaitAsync(world, id, timeout is null ? LongestWait : TimeSpan.FromSeconds(timeout.Value), cancellationToken));
        return group;
    }

    // Timers may fire a moment before the clock is there, so the task is looked at again.
    private static async Task<IResult> WaitAsync(World world, string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = world.Time.GetTimestamp();
        while (true)
        {
            TimeSpan remaining;
            lock (world.Gate) remaining = world.Tasks.Remaining(id);
            var left = limit - world.Time.GetElapsedTime(started);
            if (remaining <= TimeSpan.Zero || left <= TimeSpan.Zero) return Show(world, id);
            await Task.Delay(TimeSpan.FromMilliseconds(1) + (remaining < left ? remaining : left), world.Time, cancellationToken);
        }
    }

    private static IResult Show(World world, string id)
    {
        lock (world.Gate) return world.Tasks.Find(id) is { } task ? Answer.Json(task) : Answer.NotFound("Task", id);
    }
}
