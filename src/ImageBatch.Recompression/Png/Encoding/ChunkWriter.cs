using System.Buffers.Binary;
using System.IO.Hashing;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>Writes chunks one after another into an output whose length is known.</summary>
internal ref struct ChunkWriter(Span<byte> target)
{
    private Span<byte> _rest = target;
    private Span<byte> _current;

    /// <summary>Begins a chunk, whose data the caller fills in before <see cref="End"/>.</summary>
    public Span<byte> Begin(uint type, int length)
    {
        _current = _rest[..(Chunk.Overhead + length)];
        _rest = _rest[_current.Length..];
        BinaryPrimitives.WriteInt32BigEndian(_current, length);
        BinaryPrimitives.WriteUInt32BigEndian(_current[4..], type);
        return _current.Slice(Chunk.DataOffset, length);
    }

    /// <summary>Ends the chunk with its checksum.</summary>
    public readonly void End() =>
        BinaryPrimitives.WriteUInt32BigEndian(_current[^4..], Crc32.HashToUInt32(_current[4..^4]));

    /// <summary>Copies whole chunks, or the signature.</summary>
    public void Copy(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_rest);
        _rest = _rest[bytes.Length..];
    }
}
