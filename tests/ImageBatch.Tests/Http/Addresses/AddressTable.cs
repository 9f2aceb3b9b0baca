namespace ImageBatch.Tests.Http.Addresses;

/// <summary>Addresses at the edges of every block and in every form, and what each is.</summary>
internal static class AddressTable
{
    /// <summary>One line a kind and note, then the addresses.</summary>
    private const string Text = """
        Special this network: 0.0.0.0 0.0.0.1 0.1.2.3 0.255.255.255
        Public after it: 1.0.0.0 1.1.1.1 9.255.255.255
        Private private use: 10.0.0.0 10.0.0.1 10.1.2.3 10.255.255.255
        Public after it: 11.0.0.0 100.63.255.255
        Private shared with carriers: 100.64.0.0 100.64.0.1 100.100.100.199 100.100.100.201 100.127.255.255
        Special metadata of Alibaba Cloud: 100.100.100.200
        Public after it: 100.128.0.0 126.255.255.255
        Private loopback: 127.0.0.0 127.0.0.1 127.0.1.1 127.255.255.254 127.255.255.255
        Public after it: 128.0.0.0 168.63.129.15 168.63.129.17 169.253.255.255
        Special metadata of Azure: 168.63.129.16
        Special link-local and metadata: 169.254.0.0 169.254.0.1 169.254.169.253 169.254.169.254 169.254.170.2 169.254.255.255
        Public after it: 169.255.0.0 172.15.255.255
        Private private use: 172.16.0.0 172.16.0.1 172.17.0.1 172.31.255.255
        Public after it: 172.32.0.0 191.255.255.255
        Special protocol assignments: 192.0.0.0 192.0.0.8 192.0.0.9 192.0.0.10 192.0.0.170 192.0.0.171 192.0.0.192 192.0.0.255
        Public between: 192.0.1.0 192.0.1.255
        Special documentation 1: 192.0.2.0 192.0.2.1 192.0.2.255
        Public after it: 192.0.3.0 192.31.195.255
        Special AS112: 192.31.196.0 192.31.196.1 192.31.196.255
        Public after it: 192.31.197.0 192.52.192.255
        Special multicast tunnels: 192.52.193.0 192.52.193.1 192.52.193.255
        Public after it: 192.52.194.0 192.88.98.255
        Special relays of 6to4: 192.88.99.0 192.88.99.1 192.88.99.2 192.88.99.255
        Public after it: 192.88.100.0 192.167.255.255
        Private private use: 192.168.0.0 192.168.0.1 192.168.1.1 192.168.255.255
        Public after it: 192.169.0.0 192.175.47.255
        Special AS112: 192.175.48.0 192.175.48.1 192.175.48.255
        Public after it: 192.175.49.0 198.17.255.255
        Special benchmarking: 198.18.0.0 198.18.0.1 198.19.255.255
        Public after it: 198.20.0.0 198.51.99.255
        Special documentation 2: 198.51.100.0 198.51.100.7 198.51.100.255
        Public after it: 198.51.101.0 203.0.112.255
        Special documentation 3: 203.0.113.0 203.0.113.9 203.0.113.255
        Public after it: 203.0.114.0 8.8.8.8 93.184.215.14 223.255.255.255
        Special multicast: 224.0.0.0 224.0.0.1 224.0.0.251 232.1.2.3 239.255.255.250 239.255.255.255
        Special reserved: 240.0.0.0 240.0.0.1 254.255.255.255 255.255.255.254
        Special broadcast: 255.255.255.255

        Special unspecified: ::
        Private loopback: ::1
        Special compatible IPv4: ::2 ::7f00:1 ::127.0.0.1 ::10.0.0.1 ::8.8.8.8 ::169.254.169.254
        Special mapped IPv4: ::ffff:0.0.0.0 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:192.168.1.1 ::ffff:8.8.8.8 ::ffff:255.255.255.255
        Special translated IPv4: ::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8
        Special NAT64: 64:ff9b::7f00:1 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b::8.8.8.8
        Special NAT64 of a network: 64:ff9b:1::7f00:1 64:ff9b:1::8.8.8.8 64:ff9b:1:ffff:ffff:ffff:ffff:ffff
        Special discard and dummy: 100:: 100::1 100::ffff:ffff:ffff:ffff 100:0:0:1::1
        Special not given out: 200::1 400::1 1000::1 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
        Public first of global unicast: 2000::1 2000:ffff::1
        Special Teredo: 2001:: 2001::1 2001:0:7f00:1::1 2001:0:4136:e378:8000:63bf:80ff:fffe 2001:0:ffff:ffff:ffff:ffff:ffff:ffff
        Special anycast of protocols: 2001:1::1 2001:1::2 2001:1::3
        Special benchmarking: 2001:2:: 2001:2::1 2001:2:0:ffff::1
        Special multicast tunnels and AS112: 2001:3::1 2001:4:112::1
        Special ORCHID: 2001:10::1 2001:1f::1 2001:20::1 2001:2f:ffff::1
        Special drone ids: 2001:30::1 2001:3f::1
        Special last of protocol assignments: 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
        Public after it: 2001:200:: 2001:200::1 2001:4860:4860::8888 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff
        Special documentation: 2001:db8:: 2001:db8::1 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
        Public after it: 2001:db9:: 2001:ffff:ffff::1
        Special 6to4: 2002:: 2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe::1 2002:c0a8:101::1 2002:808:808::1 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
        Public after it: 2003:: 2003::1 2400:cb00:2048:1::6814:155 2606:2800:21f:cb07:6820:80da:af6b:8b2c 2620:4f:7fff:ffff::1
        Special AS112: 2620:4f:8000:: 2620:4f:8000::1 2620:4f:8000:ffff:ffff:ffff:ffff:ffff
        Public after it: 2620:4f:8001::1 2a00:1450:4001:81b::200e 2a03:2880:f12f:83:face:b00c:0:25de 2c0f:fb50:4002:804::200e
        Special ISATAP: 2a00:1450::5efe:127.0.0.1 2a00:1450::5efe:7f00:1 2a00:1450::200:5efe:10.0.0.1 2a00:1450:1:2:0:5efe:808:808 2a00:1450:1:2:200:5efe:808:808
        Public nearly ISATAP: 2a00:1450::100:5efe:10.0.0.1 2a00:1450::5eff:10.0.0.1 2a00:1450::5efe:0:7f00:1
        Public before the 6bone: 3ffd:ffff::1
        Special the 6bone: 3ffe:: 3ffe::1 3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff
        Special documentation: 3fff:: 3fff::1 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff
        Public after it: 3fff:1000::
        Special not given out: 4000::1 5eff::1 6000::1 8000::1 c000::1 e000::1 fbff::1
        Special segment routing: 5f00:: 5f00::1 5f00:ffff::1
        Private unique local: fc00:: fc00::1 fd00::1 fd12:3456:789a::1 fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fd00:ec1::254
        Special metadata of clouds: fd00:ec2::254 fd00:ec2::23 fd20:ce::254
        Special after unique local: fe00::1 fe7f::1
        Special link-local: fe80:: fe80::1 fe80::1%1 fe80::5efe:10.0.0.1 febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
        Special site-local: fec0:: fec0::1 feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
        Special multicast: ff00:: ff01::1 ff02::1 ff02::fb ff05::2 ff0e::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
        Special with a zone: 2a00:1450:4001:81b::200e%1 2606:2800::1%7
        """;

    public static IReadOnlyList<(string Kind, string Address)> Rows { get; } =
    [
        .. from line in Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
           let colon = line.IndexOf(": ", StringComparison.Ordinal)
           from address in line[(colon + 2)..].Split(' ')
           select (line[..line.IndexOf(' ', StringComparison.Ordinal)], address),
    ];
}
