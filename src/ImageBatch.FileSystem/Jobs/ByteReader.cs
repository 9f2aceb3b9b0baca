using System.Buffers.Binary;
using System.Text;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
/// <remarks>All that is read carries a checksum, so that a broken value is a mistake of ours; it is found all the same.</remarks>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position == _bytes.Length;

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)(_bytes.Length - Position))
        {
            throw new InvalidDataException("A value ends after its record does.");
        }

        var read = _bytes.Slice(Position, count);
        Position += count;
        return read;
    }

    public byte Byte() => Bytes(1)[0];

    public ReadOnlySpan<byte> Rest() => Bytes(_bytes.Length - Position);

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw new InvalidDataException("A flag is neither set nor clear."),
    };

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));

    public Guid Guid() => new(Bytes(16));

    public int Int32() => (int)(uint)Number();

    /// <summary>A number of things that take a byte each at least, so that a wrong one costs no memory.</summary>
    public int Count() => Int32() is var count && (uint)count <= (uint)(_bytes.Length - Position)
        ? count
        : throw new InvalidDataException("A list is longer than its record.");

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        throw new InvalidDataException("A number does not end.");
    }

    public string Text() => Encoding.UTF8.GetString(Bytes(Count()));

    public void SkipText() => Bytes(Count());

    public string? TextOrNull() => Flag() ? Text() : null;

    public long? NumberOrNull() => Flag() ? Number() : null;

    public DateTimeOffset Time() => new(Number(), TimeSpan.Zero);

    public DateTimeOffset? TimeOrNull() => Flag() ? Time() : null;
}
