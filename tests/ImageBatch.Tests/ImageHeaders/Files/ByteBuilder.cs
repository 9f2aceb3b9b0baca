using System.Buffers.Binary;

namespace ImageBatch.Tests.ImageHeaders.Files;

/// <summary>Builds files from numbers and pieces.</summary>
internal sealed class ByteBuilder
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public ByteBuilder Add(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public ByteBuilder Zeros(int count) => Add(new byte[count]);

    public ByteBuilder UInt16(int value, bool littleEndian = false)
    {
        Span<byte> two = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(two, (ushort)value);
        return AddOrdered(two, littleEndian);
    }

    public ByteBuilder UInt24LittleEndian(int value) => Add((byte)value, (byte)(value >> 8), (byte)(value >> 16));

    public ByteBuilder UInt32(long value, bool littleEndian = false)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(four, (uint)value);
        return AddOrdered(four, littleEndian);
    }

    public byte[] ToArray() => [.. _bytes];

    private ByteBuilder AddOrdered(Span<byte> bytes, bool littleEndian)
    {
        if (littleEndian)
        {
            bytes.Reverse();
        }

        return Add(bytes);
    }
}
