using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Napi;

/// <summary>Networks: the external and the admin network, and fabrics that their owners made. Also which addresses are reserved.</summary>
internal sealed class NetworkTable(NicTable nics)
{
    private readonly Dictionary<string, JsonObject> _networks = new(StringComparer.Ordinal)
    {
        [NicTable.Network] = new JsonObject { ["uuid"] = NicTable.Network, ["fabric"] = false },
    };

    private readonly SortedSet<string> _reserved = new(StringComparer.Ordinal);

    /// <summary>Addresses that are reserved, as <c>network/address</c>.</summary>
    public IEnumerable<string> Reserved => _reserved;

    /// <summary>A network, or null.</summary>
    public JsonObject? Find(string uuid) => _networks.GetValueOrDefault(uuid);

    /// <summary>Gives a machine a card on a fabric, which is made when there is none of that id.</summary>
    public void Join(string fabric, string machine)
    {
        if (!_networks.ContainsKey(fabric))
        {
            _networks[fabric] = new JsonObject
            {
                ["uuid"] = fabric,
                ["fabric"] = true,
                ["internet_nat"] = true,
                ["gateway"] = "192.168.0.1",
                ["gateway_provisioned"] = false,
            };
        }

        if (!nics.Of(machine).Any(nic => nic.Text("network_uuid") == fabric)) nics.AddOn(fabric, machine, isGateway: false);
    }

    /// <summary>A NAT zone serves a fabric from now on, or no longer.</summary>
    public void SetGateway(string fabric, string zone, bool provisioned)
    {
        if (Find(fabric) is not { } network) return;
        network["gateway_provisioned"] = provisioned;
        if (provisioned) nics.AddOn(fabric, zone, isGateway: true);
        else foreach (var nic in nics.Of(zone).ToList()) nics.Remove(nic.Text("mac")!.Replace(":", "", StringComparison.Ordinal)); // Every card has its address.
    }

    /// <summary>True when an address is reserved.</summary>
    public bool IsReserved(string network, string address) => _reserved.Contains($"{network}/{address}");

    /// <summary>Reserves an address or lifts that.</summary>
    public void SetReserved(string network, string address, bool reserved)
    {
        if (reserved) _reserved.Add($"{network}/{address}");
        else _reserved.Remove($"{network}/{address}");
    }
}
