using System.Buffers.Binary;
using System.Net;
using ImageBatch.Http.Addresses;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Http.Addresses;

/// <summary>Random addresses against rules that are written another way than those they judge: by their bytes.</summary>
public sealed class AddressPropertyTests
{
    private const int Tries = 20_000;

    private readonly AddressGuard _guard = new(Options.Create(new ImageBatchOptions()));
    private int _asked;

    /// <summary>First and last address of what is refused in IPv4, and a prefix in bits of what is refused in IPv6.</summary>
    public static TheoryData<string, string> RefusedIPv4 => new()
    {
        { "0.0.0.0", "0.255.255.255" },
        { "10.0.0.0", "10.255.255.255" },
        { "100.64.0.0", "100.127.255.255" },
        { "127.0.0.0", "127.255.255.255" },
        { "169.254.0.0", "169.254.255.255" },
        { "172.16.0.0", "172.31.255.255" },
        { "192.0.0.0", "192.0.0.255" },
        { "192.0.2.0", "192.0.2.255" },
        { "192.88.99.0", "192.88.99.255" },
        { "192.168.0.0", "192.168.255.255" },
        { "198.18.0.0", "198.19.255.255" },
        { "198.51.100.0", "198.51.100.255" },
        { "203.0.113.0", "203.0.113.255" },
        { "224.0.0.0", "239.255.255.255" },
        { "240.0.0.0", "255.255.255.255" },
    };

    public static TheoryData<string, int> RefusedIPv6 => new()
    {
        { "::", 8 },
        { "100::", 8 },
        { "64:ff9b::", 96 },
        { "64:ff9b:1::", 48 },
        { "::ffff:0:0", 96 },
        { "2001::", 32 },
        { "2001::", 23 },
        { "2001:db8::", 32 },
        { "2002::", 16 },
        { "3fff::", 20 },
        { "4000::", 3 },
        { "5f00::", 16 },
        { "8000::", 1 },
        { "fc00::", 7 },
        { "fe80::", 10 },
        { "fec0::", 10 },
        { "ff00::", 8 },
    };

    [Theory]
    [MemberData(nameof(RefusedIPv4))]
    public void Check_ofAnyAddressInARefusedRange_isRefused(string first, string last)
    {
        var (from, to) = (Number(first), Number(last));
        var random = new Random(1);
        for (var i = 0; i < Tries; i++)
        {
            var address = Address((uint)random.NextInt64(from, to + 1L));
            AssertRefused(address);
            AssertRefused(address.MapToIPv6());
        }

        AssertRefused(Address(from));
        AssertRefused(Address(to));
    }

    [Theory]
    [MemberData(nameof(RefusedIPv6))]
    public void Check_ofAnyAddressBehindARefusedPrefix_isRefused(string prefix, int bits)
    {
        var random = new Random(2);
        for (var i = 0; i < Tries; i++)
        {
            AssertRefused(Behind(prefix, bits, random));
        }
    }

    [Fact]
    public void Check_ofAnyIPv4InsideIPv6_isRefusedWhole()
    {
        var random = new Random(3);
        for (var i = 0; i < Tries; i++)
        {
            var ipv4 = new byte[4];
            random.NextBytes(ipv4);
            byte[] network = [0x2A, 0, .. Bytes(random, 6)];
            byte[] rest = Bytes(random, 10);
            AssertRefused(new IPAddress([.. new byte[12], .. ipv4])); // compatible
            AssertRefused(new IPAddress([.. new byte[10], 0xFF, 0xFF, .. ipv4])); // mapped
            AssertRefused(new IPAddress([.. new byte[8], 0xFF, 0xFF, 0, 0, .. ipv4])); // translated
            AssertRefused(new IPAddress([0x20, 0x02, .. ipv4, .. rest])); // 6to4
            AssertRefused(new IPAddress([0, 0x64, 0xFF, 0x9B, .. new byte[8], .. ipv4])); // NAT64
            AssertRefused(new IPAddress([0, 0x64, 0xFF, 0x9B, 0, 1, .. rest[..6], .. ipv4])); // NAT64 of a network
            AssertRefused(new IPAddress([0x20, 0x01, 0, 0, .. rest[..8], .. ipv4])); // Teredo
            AssertRefused(new IPAddress([.. network, 0, 0, 0x5E, 0xFE, .. ipv4])); // ISATAP
            AssertRefused(new IPAddress([.. network, 2, 0, 0x5E, 0xFE, .. ipv4])); // ISATAP of a public address
        }
    }

    [Fact]
    public void Check_ofAnyOtherAddress_passes()
    {
        var refused = RefusedIPv4.Select(row => (From: Number(row.Data.Item1), To: Number(row.Data.Item2))).ToArray();
        string[] anycast = ["192.31.196.", "192.52.193.", "192.175.48.", "168.63.129.16"];
        var random = new Random(4);
        var passed = 0;
        for (var i = 0; i < Tries; i++)
        {
            var number = (uint)random.NextInt64(0, 1L << 32);
            var address = Address(number);
            if (!refused.Any(range => number >= range.From && number <= range.To)
                && !anycast.Any(text => address.ToString().StartsWith(text, StringComparison.Ordinal)))
            {
                _guard.Check([address], 443);
                passed++;
            }

            // The networks that registries have given to operators, and interface ids as machines make them up.
            _guard.Check([new IPAddress([0x2A, (byte)random.Next(0x10), .. Bytes(random, 6), 0x40, .. Bytes(random, 7)])], 80);
        }

        Assert.True(passed > Tries / 2);
    }

    private void AssertRefused(IPAddress address)
    {
        Assert.NotEqual(AddressKind.Public, AddressBlocks.KindOf(address));

        // An exception takes a thousand times as long as the judgement, so the guard itself is asked now and then.
        if (_asked++ % 100 == 0)
        {
            Assert.Throws<BlockedException>(() => _guard.Check([address], 443));
        }
    }

    private static IPAddress Behind(string prefix, int bits, Random random)
    {
        var bytes = IPAddress.Parse(prefix).GetAddressBytes();
        var noise = Bytes(random, 16);
        for (var bit = bits; bit < 128; bit++)
        {
            bytes[bit / 8] |= (byte)(noise[bit / 8] & (0x80 >> (bit % 8)));
        }

        return new IPAddress(bytes);
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static uint Number(string address) =>
        BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(address).GetAddressBytes());

    private static IPAddress Address(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
