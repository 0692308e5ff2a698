using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>The compute nodes.</summary>
internal sealed class ServerPark
{
    private readonly SortedDictionary<string, JsonObject> _servers = new(StringComparer.Ordinal);

    /// <summary>Makes three nodes.</summary>
    public ServerPark()
    {
        foreach (var number in Enumerable.Range(1, 3))
        {
            var uuid = $"44454c4c-4200-1051-8050-00000000000{number}";
            _servers[uuid] = new JsonObject { ["uuid"] = uuid, ["hostname"] = $"cn{number}", ["status"] = "running", ["agent"] = "running" };
        }
    }

    /// <summary>All nodes.</summary>
    public IEnumerable<JsonObject> All => _servers.Values;

    /// <summary>A node, or null.</summary>
    public JsonObject? Find(string uuid) => _servers.GetValueOrDefault(uuid);
}
