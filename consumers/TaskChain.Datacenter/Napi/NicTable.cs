using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Napi;

/// <summary>The network cards.</summary>
internal sealed class NicTable
{
    /// <summary>The network that is not a fabric.</summary>
    public const string Network = "00000000-0000-4000-8000-00000000a0d0";

    private readonly Dictionary<string, JsonObject> _nics = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>Gives a machine a card on the admin network and one on the external network.</summary>
    public void Add(string belongsTo)
    {
        Add(belongsTo, "10.99", Network);
        Add(belongsTo, "10.88", Network);
    }

    /// <summary>Gives a machine a card on a fabric.</summary>
    public void AddOn(string fabric, string belongsTo, bool isGateway)
    {
        var nic = Add(belongsTo, "192.168", fabric);
        nic["fabric"] = true;
        nic["is_gateway"] = isGateway;
    }

    /// <summary>Cards of a machine, or all.</summary>
    public IEnumerable<JsonObject> Of(string? belongsTo) => _nics.Values.Where(nic => belongsTo is null || (string?)nic["belongs_to_uuid"] == belongsTo);

    /// <summary>A card by its address without colons, or null.</summary>
    public JsonObject? Find(string mac) => _nics.GetValueOrDefault(mac);

    /// <summary>Deletes a card. Returns false when there is none.</summary>
    public bool Remove(string mac) => _nics.Remove(mac);

    private JsonObject Add(string belongsTo, string net, string network)
    {
        var number = ++_made;
        var mac = $"90b8d0{number:x6}";
        return _nics[mac] = new JsonObject
        {
            ["mac"] = string.Join(':', Enumerable.Range(0, 6).Select(i => mac.Substring(i * 2, 2))),
            ["ip"] = $"{net}.{number / 250 % 250}.{number % 250 + 2}",
            ["belongs_to_uuid"] = belongsTo,
            ["network_uuid"] = network,
        };
    }
}
