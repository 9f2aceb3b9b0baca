using System.Net;
using System.Net.Sockets;

namespace ImageBatch.Http.Addresses;

/// <summary>Tells public addresses from all others.</summary>
/// <remarks>
/// The sources are IANA's registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890), of IPv4 and IPv6
/// multicast (RFC 5771, RFC 4291) and of IPv6 global unicast (RFC 3587). Every block of them is refused whole, also
/// the few that are marked as globally reachable: those are anycast services of the network, and serve no images.
/// </remarks>
internal static class AddressBlocks
{
    /// <summary>Services that hand out a cloud machine's credentials, at addresses that look like those of others.</summary>
    private static readonly AddressBlock[] Metadata =
    [
        AddressBlock.Parse("100.100.100.200/32"), // Alibaba Cloud, in the shared space
        AddressBlock.Parse("168.63.129.16/32"), // Azure's WireServer, in public space but answered by the machine's host
        AddressBlock.Parse("fd00:ec2::/32"), // Amazon EC2
        AddressBlock.Parse("fd20:ce::254/128"), // Google Compute Engine
    ];

    private static readonly AddressBlock[] Private =
    [
        AddressBlock.Parse("10.0.0.0/8"), // private use, RFC 1918
        AddressBlock.Parse("100.64.0.0/10"), // shared with carriers (CGNAT), RFC 6598
        AddressBlock.Parse("127.0.0.0/8"), // loopback, RFC 1122
        AddressBlock.Parse("172.16.0.0/12"), // private use, RFC 1918
        AddressBlock.Parse("192.168.0.0/16"), // private use, RFC 1918
        AddressBlock.Parse("::1/128"), // loopback, RFC 4291
        AddressBlock.Parse("fc00::/7"), // unique local, RFC 4193
    ];

    private static readonly AddressBlock[] SpecialIPv4 =
    [
        AddressBlock.Parse("0.0.0.0/8"), // this network, RFC 791; to Linux 0.0.0.0 is this machine
        AddressBlock.Parse("169.254.0.0/16"), // link-local, RFC 3927, and the metadata services of most clouds
        AddressBlock.Parse("192.0.0.0/24"), // protocol assignments, RFC 6890; Oracle Cloud's metadata service
        AddressBlock.Parse("192.0.2.0/24"), // documentation, RFC 5737
        AddressBlock.Parse("192.31.196.0/24"), // AS112, RFC 7535
        AddressBlock.Parse("192.52.193.0/24"), // multicast tunnels (AMT), RFC 7450
        AddressBlock.Parse("192.88.99.0/24"), // 6to4 relays, RFC 7526
        AddressBlock.Parse("192.175.48.0/24"), // AS112, RFC 7534
        AddressBlock.Parse("198.18.0.0/15"), // benchmarking, RFC 2544
        AddressBlock.Parse("198.51.100.0/24"), // documentation, RFC 5737
        AddressBlock.Parse("203.0.113.0/24"), // documentation, RFC 5737
        AddressBlock.Parse("224.0.0.0/4"), // multicast, RFC 5771
        AddressBlock.Parse("240.0.0.0/4"), // reserved, RFC 1112, with limited broadcast, RFC 8190
    ];

    /// <summary>
    /// All that is unicast between strangers. Outside it lie mapped and compatible IPv4 (RFC 4291), NAT64
    /// (64:ff9b::/96, RFC 6052, and 64:ff9b:1::/48, RFC 8215), discard (100::/64, RFC 6666), segment routing (5f00::/16,
    /// RFC 9602), link-local, site-local (RFC 3879) and multicast.
    /// </summary>
    private static readonly AddressBlock GlobalUnicastIPv6 = AddressBlock.Parse("2000::/3");

    private static readonly AddressBlock[] SpecialIPv6 =
    [
        AddressBlock.Parse("2001::/23"), // protocol assignments, RFC 2928: Teredo, benchmarking, ORCHID, drone ids
        AddressBlock.Parse("2001:db8::/32"), // documentation, RFC 3849
        AddressBlock.Parse("2002::/16"), // 6to4, RFC 3056: an IPv4 address is inside
        AddressBlock.Parse("2620:4f:8000::/48"), // AS112, RFC 7534
        AddressBlock.Parse("3ffe::/16"), // the 6bone, given back, RFC 3701
        AddressBlock.Parse("3fff::/20"), // documentation, RFC 9637
    ];

    public static AddressKind KindOf(IPAddress address) => address switch
    {
        _ when Contains(Metadata, address) => AddressKind.Special,
        _ when Contains(Private, address) => AddressKind.Private,
        { AddressFamily: AddressFamily.InterNetwork } when !Contains(SpecialIPv4, address) => AddressKind.Public,
        { AddressFamily: AddressFamily.InterNetworkV6 } when IsPublicIPv6(address) => AddressKind.Public,
        _ => AddressKind.Special,
    };

    private static bool Contains(AddressBlock[] blocks, IPAddress address) =>
        Array.Exists(blocks, block => block.Contains(address));

    private static bool IsPublicIPv6(IPAddress address) =>
        GlobalUnicastIPv6.Contains(address)
        && !Contains(SpecialIPv6, address)
        && !IsIsatap(address)
        && address.ScopeId == 0; // A zone is a part of this machine (RFC 4007): nothing public has one.

    /// <summary>ISATAP puts an IPv4 address behind ::0:5efe or ::200:5efe, in any network (RFC 5214, section 6.1).</summary>
    private static bool IsIsatap(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out _)
            && (bytes[8] & 0xFD) == 0
            && bytes[9..].StartsWith((ReadOnlySpan<byte>)[0x00, 0x5E, 0xFE]);
    }
}
