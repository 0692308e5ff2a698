using System.Net;
using System.Net.Sockets;

namespace TaskChain.Api.Webhooks;

/// <summary>Which IP addresses webhooks may reach. IPv4 addresses that are written inside IPv6 ones count as what they are.</summary>
internal static class AddressPolicy
{
    /// <summary>Never called: this network, link-local (the metadata services of clouds are there), multicast, reserved.</summary>
    private static readonly IPNetwork[] Never =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("100.100.100.200/32"), IPNetwork.Parse("168.63.129.16/32"), IPNetwork.Parse("192.0.0.192/32"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"), IPNetwork.Parse("fd00:ec2::/32"), IPNetwork.Parse("100::/64"),
        IPNetwork.Parse("2001::/32"),
    ];

    /// <summary>Called only when the operator says so: loopback, private, shared and benchmark networks.</summary>
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fec0::/10"),
        IPNetwork.Parse("64:ff9b:1::/48"), // translated as the network's operator chose: where the IPv4 address stands is not known
    ];

    /// <summary>Forms of IPv6 with an IPv4 address in them, and where it begins.</summary>
    private static readonly (IPNetwork Network, int At)[] Wrapped =
    [
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12), (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2), (IPNetwork.Parse("::/96"), 12),
    ];

    /// <summary>True when an address may be connected to.</summary>
    /// <param name="address">The address.</param>
    /// <param name="allowPrivate">True when private ones may be.</param>
    public static bool Admits(IPAddress address, bool allowPrivate)
    {
        if (Contains(Never, address)) return false;
        if (Contains(Private, address)) return allowPrivate;
        return Unwrap(address) is not { } inner || Admits(inner, allowPrivate);
    }

    private static IPAddress? Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4(); // a network never contains such an address as IPv6
        foreach (var (network, at) in Wrapped)
        {
            if (network.Contains(address)) return new IPAddress(address.GetAddressBytes().AsSpan(at, 4));
        }

        return null;
    }

    // An address with a scope is looked at without it.
    private static bool Contains(IPNetwork[] networks, IPAddress address)
    {
        var plain = new IPAddress(address.GetAddressBytes());
        return networks.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }
}
