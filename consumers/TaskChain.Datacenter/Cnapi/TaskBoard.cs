using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>Work under way on compute nodes. A task is done when its time has passed; its effect is applied when somebody looks.</summary>
internal sealed class TaskBoard(TimeProvider time)
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromMilliseconds(400);
    private readonly Dictionary<string, Entry> _tasks = new(StringComparer.Ordinal);

    /// <summary>Starts a task.</summary>
    /// <param name="server">The node that it runs on.</param>
    /// <param name="seconds">How long it takes; null for the usual time.</param>
    /// <param name="error">With what it fails; null when it succeeds.</param>
    /// <param name="effect">What is different once it has succeeded.</param>
    /// <returns>Its id.</returns>
    public string Start(string server, double? seconds, string? error, Action effect)
    {
        var id = Guid.NewGuid().ToString();
        var duration = seconds is null ? UsualTime : TimeSpan.FromSeconds(seconds.Value);
        _tasks[id] = new Entry(server, time.GetUtcNow(), duration, error, effect);
        return id;
    }

    /// <summary>A task as the API shows it, or null.</summary>
    public JsonObject? Find(string id)
    {
        Settle();
        if (!_tasks.TryGetValue(id, out var task)) return null;
        var json = new JsonObject { ["id"] = id, ["server_uuid"] = task.Server, ["status"] = StatusOf(task), ["progress"] = ProgressOf(task) };
        if (task.Settled && task.Error is not null) json["error"] = task.Error;
        return json;
    }

    /// <summary>Number of unfinished tasks of a node.</summary>
    public int CountActive(string server)
    {
        Settle();
        return _tasks.Values.Count(task => !task.Settled && task.Server == server);
    }

    /// <summary>Time until a task is done; zero when it is, or when there is no such task.</summary>
    public TimeSpan Remaining(string id) =>
        _tasks.TryGetValue(id, out var task) && task.End > time.GetUtcNow() ? task.End - time.GetUtcNow() : TimeSpan.Zero;

    /// <summary>Applies the effects of tasks whose time has passed.</summary>
    public void Settle()
    {
        foreach (var task in _tasks.Values.Where(task => !task.Settled && task.End <= time.GetUtcNow()).OrderBy(task => task.End))
        {
            task.Settled = true;
            if (task.Error is null) task.Effect();
        }
    }

    private static string StatusOf(Entry task) => !task.Settled ? "active" : task.Error is null ? "complete" : "failure";

    private int ProgressOf(Entry task) => task.Settled ? 100 : (int)Math.Clamp((time.GetUtcNow() - task.Start) / task.Duration * 100, 0, 99);

    private sealed record Entry(string Server, DateTimeOffset Start, TimeSpan Duration, string? Error, Action Effect)
    {
        public DateTimeOffset End => Start + Duration;

        public bool Settled { get; set; }
    }
}
