using System.Buffers.Binary;
using System.Text;

namespace ImageBatch.Conformance;

/// <summary>Bytes in the order that a format asks for.</summary>
internal sealed class ByteWriter(bool isLittleEndian)
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public bool IsLittleEndian => isLittleEndian;

    public ByteWriter Byte(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public ByteWriter UInt16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return Add(bytes);
    }

    public ByteWriter UInt24(int value)
    {
        Span<byte> bytes = [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
        return Add(bytes);
    }

    public ByteWriter UInt32(long value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return Add(bytes);
    }

    public ByteWriter Text(string ascii) => Bytes(Encoding.ASCII.GetBytes(ascii));

    public ByteWriter Bytes(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Adds a number, given with its lowest byte first.</summary>
    private ByteWriter Add(Span<byte> number)
    {
        if (!isLittleEndian)
        {
            number.Reverse();
        }

        return Bytes(number);
    }
}
