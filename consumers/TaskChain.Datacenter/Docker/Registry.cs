using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Docker;

/// <summary>The docker registry, what was pulled from it and the progress that was reported meanwhile.</summary>
internal sealed class Registry
{
    private readonly Dictionary<string, int> _layersOf = new(StringComparer.Ordinal) { ["library/redis"] = 5, ["library/nginx"] = 3, ["library/busybox"] = 1 };
    private readonly Dictionary<string, JsonObject> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Owner, string Digest), JsonObject> _images = [];
    private readonly List<JsonObject> _progress = [];

    /// <summary>Images that were tagged here.</summary>
    public IEnumerable<JsonObject> Tagged => _tags.Values;

    /// <summary>Progress reports, oldest first.</summary>
    public IReadOnlyList<JsonObject> Progress => _progress;

    /// <summary>Manifest of an image of the registry, or null.</summary>
    public JsonObject? Manifest(string name)
    {
        if (!_layersOf.TryGetValue(name, out var count)) return null;
        var layers = Enumerable.Range(1, count)
            .Select(n => (JsonNode)new JsonObject { ["digest"] = $"sha256:{name.Length:x2}{n:x6}", ["size"] = n * 1_048_576 });
        return new JsonObject { ["name"] = name, ["layers"] = new JsonArray([.. layers]) };
    }

    /// <summary>Images of an owner with a digest: one or none.</summary>
    public IEnumerable<JsonObject> Find(string owner, string digest) => _images.TryGetValue((owner, digest), out var image) ? [image] : [];

    /// <summary>Records an image that was pulled.</summary>
    public JsonObject Create(string owner, string digest) =>
        _images[(owner, digest)] = new JsonObject { ["owner_uuid"] = owner, ["config_digest"] = digest };

    /// <summary>Gives an image a tag.</summary>
    public JsonObject Tag(string name, string tag) => _tags[$"{name}:{tag}"] = new JsonObject { ["name"] = name, ["tag"] = tag };

    /// <summary>Gives an owner's image a tag.</summary>
    public JsonObject Tag(string owner, JsonObject tag) => _tags[$"{owner}/{(string?)tag["repo"]}:{(string?)tag["tag"]}"] = (JsonObject)tag.DeepClone();

    /// <summary>Appends a progress report.</summary>
    public void Report(JsonObject line) => _progress.Add(line);
}
