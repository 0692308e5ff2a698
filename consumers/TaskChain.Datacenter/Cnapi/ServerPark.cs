using System.Globalization;
using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>The compute nodes.</summary>
internal sealed class ServerPark(TimeProvider time)
{
    private readonly SortedDictionary<string, JsonObject> _servers = new[] { 1, 2, 3 }
        .Select(number => Make($"44454c4c-4200-1051-8050-00000000000{number}", $"cn{number}", isSetup: true))
        .Aggregate(new SortedDictionary<string, JsonObject>(StringComparer.Ordinal), (servers, server) =>
        {
            servers[(string)server["uuid"]!] = server; // Made above.
            return servers;
        });

    /// <summary>All nodes.</summary>
    public IEnumerable<JsonObject> All => _servers.Values;

    /// <summary>A node, or null.</summary>
    public JsonObject? Find(string uuid) => _servers.GetValueOrDefault(uuid);

    /// <summary>Adds a node that was never set up. Its network cards come with it.</summary>
    public JsonObject Add(string uuid, string hostname) => _servers[uuid] = Make(uuid, hostname, isSetup: false);

    /// <summary>A node comes up again.</summary>
    public void Boot(JsonObject server)
    {
        server["status"] = "running";
        server["agent"] = "running";
        server["last_boot"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        server.Remove("transitional_status");
    }

    private static JsonObject Make(string uuid, string hostname, bool isSetup) => new()
    {
        ["uuid"] = uuid,
        ["hostname"] = hostname,
        ["status"] = "running",
        ["agent"] = "running",
        ["setup"] = isSetup,
        ["setting_up"] = false,
        ["images"] = new JsonArray(),
        ["scripts"] = new JsonArray(),
    };
}
