using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Admin;

/// <summary>What was really done, so that nobody can do twice unnoticed what must be done once.</summary>
internal sealed class Effects
{
    private readonly Dictionary<string, JsonObject> _answers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Does something once per idempotency key: asked for again with the same key, the first answer is given again.</summary>
    /// <param name="request">The request's body, whose <c>idempotency_key</c> counts.</param>
    /// <param name="what">What is done, and to what, for example <c>start/VM</c>.</param>
    /// <param name="act">Does it and returns the answer.</param>
    public JsonObject Once(JsonObject request, string what, Func<JsonObject> act)
    {
        var key = request.Text("idempotency_key") is { } given ? $"{what} {given}" : null;
        if (key is not null && _answers.TryGetValue(key, out var before)) return before;
        var answer = act();
        Count(what);
        if (key is not null) _answers[key] = answer;
        return answer;
    }

    /// <summary>True when something was done before for a request's idempotency key.</summary>
    public bool Knows(JsonObject request, string what) => request.Text("idempotency_key") is { } key && _answers.ContainsKey($"{what} {key}");

    /// <summary>Counts something that was done.</summary>
    public void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    /// <summary>How often what was done.</summary>
    /// <param name="about">Only what has this text in it, or null for everything.</param>
    public JsonObject Show(string? about) => new(_counts
        .Where(count => about is null || count.Key.Contains(about, StringComparison.Ordinal))
        .Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value)));
}
