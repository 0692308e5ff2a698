using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>Work under way on compute nodes. A task is done when its time has passed; its effect is applied when somebody looks.</summary>
/// <param name="time">Decides how far tasks are.</param>
/// <param name="usualTime">How long a task takes without a fault.</param>
internal sealed class TaskBoard(TimeProvider time, TimeSpan usualTime)
{
    private readonly Dictionary<string, Entry> _tasks = new(StringComparer.Ordinal);
    private readonly List<Entry> _active = [];

    /// <summary>Starts a task.</summary>
    /// <returns>Its id.</returns>
    public string Start(TaskOrder order)
    {
        var id = Guid.NewGuid().ToString();
        var duration = order.Fault?.TaskSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : usualTime;
        var entry = new Entry(id, order, time.GetUtcNow(), duration);
        _tasks[id] = entry;
        _active.Add(entry);
        return id;
    }

    /// <summary>A task as the API shows it, or null.</summary>
    public JsonObject? Find(string id)
    {
        Settle();
        return _tasks.TryGetValue(id, out var task) ? Show(task) : null;
    }

    /// <summary>Tasks of a node and about a machine, oldest first.</summary>
    /// <param name="server">The node, or null for all.</param>
    /// <param name="vm">The machine, or null for all.</param>
    public IEnumerable<JsonObject> List(string? server, string? vm)
    {
        Settle();
        return _tasks.Values.Where(task => server is null || task.Order.Server == server).Where(task => vm is null || task.Order.Vm == vm).Select(Show);
    }

    /// <summary>Number of unfinished tasks of a node.</summary>
    public int CountActive(string server)
    {
        Settle();
        return _active.Count(task => task.Order.Server == server);
    }

    /// <summary>Unfinished tasks, oldest first.</summary>
    public IEnumerable<JsonObject> Active()
    {
        Settle();
        return _active.Select(Show);
    }

    /// <summary>Time until a task is done; zero when it is, or when there is no such task.</summary>
    public TimeSpan Remaining(string id) =>
        _tasks.TryGetValue(id, out var task) && task.End > time.GetUtcNow() ? task.End - time.GetUtcNow() : TimeSpan.Zero;

    /// <summary>Applies the effects of tasks whose time has passed.</summary>
    public void Settle()
    {
        var now = time.GetUtcNow();
        foreach (var task in _active.Where(task => task.End <= now).OrderBy(task => task.End).ToList())
        {
            task.Settled = true;
            _active.Remove(task);
            if (task.Error is null) task.Order.Effect();
        }
    }

    private JsonObject Show(Entry task)
    {
        var json = new JsonObject
        {
            ["id"] = task.Id,
            ["server_uuid"] = task.Order.Server,
            ["vm_uuid"] = task.Order.Vm,
            ["action"] = task.Order.Action,
            ["status"] = !task.Settled ? "active" : task.Error is null ? "complete" : "failure",
            ["progress"] = task.Settled ? 100 : (int)Math.Clamp((time.GetUtcNow() - task.Start) / task.Duration * 100, 0, 99),
        };
        if (task.Settled && task.Error is not null) json["error"] = task.Error;
        return json;
    }

    private sealed record Entry(string Id, TaskOrder Order, DateTimeOffset Start, TimeSpan Duration)
    {
        public DateTimeOffset End => Start + Duration;

        public string? Error => Order.Fault?.TaskError;

        public bool Settled { get; set; }
    }
}
