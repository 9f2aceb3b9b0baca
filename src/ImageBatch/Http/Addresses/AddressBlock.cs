using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ImageBatch.Http.Addresses;

/// <summary>A block of addresses of one family.</summary>
/// <remarks>
/// <see cref="IPNetwork"/> takes IPv4 that is mapped into IPv6 for an address of either family, and finds
/// <c>::ffff:127.0.0.1</c> inside <c>2000::/3</c>. Here it is the IPv6 address that it is.
/// </remarks>
internal readonly struct AddressBlock
{
    private readonly AddressFamily _family;
    private readonly UInt128 _prefix;
    private readonly UInt128 _mask;

    private AddressBlock(IPAddress first, int bits)
    {
        _family = first.AddressFamily;
        _mask = bits == 0 ? 0 : UInt128.MaxValue << (128 - bits);
        _prefix = Bits(first) & _mask;
    }

    /// <summary>Reads CIDR notation.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static AddressBlock Parse(string text) =>
        TryParse(text, out var block) ? block : throw new FormatException($"'{text}' is no network in CIDR notation.");

    /// <summary>Reads CIDR notation. Bits behind the prefix do not count.</summary>
    public static bool TryParse(string? text, out AddressBlock block)
    {
        block = default;
        var parts = text?.Split('/') ?? [];
        if (parts.Length != 2
            || parts[0].Contains('%', StringComparison.Ordinal)
            || !IPAddress.TryParse(parts[0], out var address)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            || bits > (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
        {
            return false;
        }

        block = new AddressBlock(address, bits);
        return true;
    }

    public bool Contains(IPAddress address) =>
        address.AddressFamily == _family && (Bits(address) & _mask) == _prefix;

    /// <summary>The address from the highest bit on, so that a prefix is one of either family.</summary>
    private static UInt128 Bits(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        return address.TryWriteBytes(bytes, out _)
            ? BinaryPrimitives.ReadUInt128BigEndian(bytes)
            : throw new ArgumentException("An address has at most 16 bytes.", nameof(address));
    }
}
