using System.Text.Json.Nodes;

namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>Parameters and properties of a run: parsed when a body first looks, written back only when it changed something.</summary>
internal static class JobState
{
    /// <summary>Parses an object.</summary>
    public static JsonObject ParseObject(ReadOnlyMemory<byte> json) => json.IsEmpty ? [] : JsonNode.Parse(json.Span) as JsonObject ?? [];

    /// <summary>Parses earlier tasks' results.</summary>
    public static IReadOnlyList<(string Name, JsonNode? Result)> ParseResults(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty || JsonNode.Parse(json.Span) is not JsonArray items) return [];
        return [.. items.OfType<JsonObject>().Select(item => ((string?)item["name"] ?? "", item["result"]))];
    }

    /// <summary>The parameters when a run changed them, otherwise nothing.</summary>
    public static ReadOnlyMemory<byte> ChangedParams(JobParams parameters, ReadOnlyMemory<byte> before, int maxBytes)
    {
        if (!parameters.Touched) return default;
        var after = BoundedJson.Write(parameters.Json, "The job's parameters", maxBytes);
        return after.Span.SequenceEqual(before.Span) || JsonNode.DeepEquals(JsonNode.Parse(after.Span), ParseObject(before)) ? default : after;
    }

    /// <summary>The properties that a run set, changed or removed (null), otherwise nothing.</summary>
    public static ReadOnlyMemory<byte> PropertyChanges(JobContext job, ReadOnlyMemory<byte> before, int maxBytes)
    {
        if (!job.PropertiesTouched) return default;
        var after = BoundedJson.Write(job.Properties, "The job's properties", maxBytes);
        if (job.ChangedProperties.Count == 0 && after.Span.SequenceEqual(before.Span)) return default;

        var old = ParseObject(before);
        var current = ParseObject(after);
        var changes = new JsonObject();
        foreach (var name in job.ChangedProperties) changes[name] = current[name]?.DeepClone();
        foreach (var (name, value) in current)
        {
            if (changes.ContainsKey(name) || JobContext.FrozenNames.Contains(name)) continue;
            if (!JsonNode.DeepEquals(value, old[name])) changes[name] = value?.DeepClone();
        }

        return changes.Count == 0 ? default : BoundedJson.Write(changes, "The job's properties", maxBytes);
    }
}
