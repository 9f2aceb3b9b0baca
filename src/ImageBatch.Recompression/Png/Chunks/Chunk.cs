using System.Buffers.Binary;
using System.IO.Hashing;

namespace ImageBatch.Recompression.Png.Chunks;

/// <summary>A chunk of a file (PNG, clause 5.3).</summary>
/// <param name="Type">One of <see cref="ChunkType"/>, or another.</param>
/// <param name="Start">Where the chunk begins, with its length field.</param>
/// <param name="DataLength">Length of its data.</param>
internal readonly record struct Chunk(uint Type, int Start, int DataLength)
{
    /// <summary>Length and type before the data.</summary>
    public const int DataOffset = 8;

    /// <summary>What a chunk has besides its data: length, type, checksum.</summary>
    public const int Overhead = DataOffset + 4;

    /// <summary>What lies between two places, as if it were one chunk.</summary>
    public static Chunk Between(uint type, int start, int end) => new(type, start, end - start - Overhead);

    public int WholeLength => Overhead + DataLength;

    public int DataStart => Start + DataOffset;

    public ReadOnlySpan<byte> Data(ReadOnlySpan<byte> file) => file.Slice(DataStart, DataLength);

    public ReadOnlyMemory<byte> Data(ReadOnlyMemory<byte> file) => file.Slice(DataStart, DataLength);

    /// <summary>Whether the checksum is that of type and data.</summary>
    public bool IsSound(ReadOnlySpan<byte> file)
    {
        var stored = BinaryPrimitives.ReadUInt32BigEndian(file[(DataStart + DataLength)..]);
        return Crc32.HashToUInt32(file.Slice(Start + 4, 4 + DataLength)) == stored;
    }
}
