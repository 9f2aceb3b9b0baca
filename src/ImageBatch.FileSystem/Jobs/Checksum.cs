using System.Buffers.Binary;
using System.Numerics;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>CRC-32C (RFC 3720, section 12.1), which processors compute. Of nothing but zeros it is not zero.</summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default) =>
        ~Add(Add(uint.MaxValue, first), second);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}
