using System.Globalization;
using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Admin;

/// <summary>What was asked of the APIs, so that side effects can be counted.</summary>
internal sealed class RequestLog(TimeProvider time)
{
    private const int Capacity = 100_000;
    private readonly Lock _lock = new();
    private readonly Queue<JsonObject> _entries = new();
    private long _next = 1;

    /// <summary>Appends a request with the status it was answered with.</summary>
    public void Add(HttpContext context)
    {
        var request = context.Request;
        var entry = new JsonObject
        {
            ["at"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["method"] = request.Method,
            ["path"] = request.Path.Value,
            ["query"] = request.QueryString.Value,
            ["status"] = context.Response.StatusCode,
            ["user_agent"] = request.Headers.UserAgent.ToString(),
        };
        lock (_lock)
        {
            entry["seq"] = _next++;
            _entries.Enqueue(entry);
            if (_entries.Count > Capacity) _entries.Dequeue();
        }
    }

    /// <summary>Lists requests, oldest first.</summary>
    /// <param name="method">Only with this method, or null.</param>
    /// <param name="path">Only with this text in their path, or null.</param>
    public JsonObject Find(string? method, string? path)
    {
        lock (_lock)
        {
            var found = _entries
                .Where(entry => method is null || string.Equals((string?)entry["method"], method, StringComparison.OrdinalIgnoreCase))
                .Where(entry => path is null || ((string?)entry["path"])!.Contains(path, StringComparison.Ordinal)) // Every entry has a path.
                .Select(entry => entry.DeepClone())
                .ToArray();
            return new JsonObject { ["count"] = found.Length, ["items"] = new JsonArray(found) };
        }
    }

    /// <summary>Forgets all requests.</summary>
    public void Clear()
    {
        lock (_lock) _entries.Clear();
    }
}
