using System.Buffers.Binary;
using System.Text;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Writes values to memory that grows. Numbers are little-endian, or of variable length, seven bits a byte.</summary>
internal sealed class ByteWriter
{
    private byte[] _bytes = new byte[1_024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes back what was written after a length.</summary>
    public void CutTo(int length) => Length = length;

    /// <summary>Makes room for bytes that the caller fills in before it writes on.</summary>
    public Span<byte> Reserve(int count)
    {
        var end = checked(Length + count);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(end, 2L * _bytes.Length)));
        }

        var reserved = _bytes.AsSpan(Length, count);
        Length = end;
        return reserved;
    }

    /// <summary>What lies between two lengths, for what is known only later.</summary>
    public Span<byte> Between(int start, int end) => _bytes.AsSpan(start, end - start);

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), value);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    public void Guid(Guid value) => value.TryWriteBytes(Reserve(16));

    public void Int32(int value) => Number((uint)value);

    /// <summary>A number that is mostly small and not negative; any other takes ten bytes.</summary>
    public void Number(long value)
    {
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7)
        {
            Byte((byte)(rest | 0x80));
        }

        Byte((byte)rest);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Number(length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    public void TextOrNull(string? value)
    {
        Flag(value is not null);
        if (value is not null)
        {
            Text(value);
        }
    }

    public void NumberOrNull(long? value)
    {
        Flag(value is not null);
        if (value is not null)
        {
            Number(value.Value);
        }
    }

    public void Time(DateTimeOffset value) => Number(value.UtcTicks);

    public void TimeOrNull(DateTimeOffset? value) => NumberOrNull(value?.UtcTicks);
}
