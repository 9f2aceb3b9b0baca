using System.Buffers.Binary;
using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>
/// A file, read by offset. Every read is checked, and one beyond the end says that the file is truncated; offsets are
/// 64 bits wide, so that sums of 32-bit claims never wrap.
/// </summary>
internal readonly ref struct HeaderBytes(ReadOnlySpan<byte> file, ImageFormat format)
{
    private readonly ReadOnlySpan<byte> _file = file;

    public int Length => _file.Length;

    public ReadOnlySpan<byte> All => _file;

    public ReadOnlySpan<byte> Slice(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > _file.Length - length)
        {
            throw Truncated();
        }

        return _file.Slice((int)offset, (int)length);
    }

    public bool Has(long offset, long length) => offset >= 0 && length >= 0 && offset <= _file.Length - length;

    public byte Byte(long offset) => Slice(offset, 1)[0];

    public ushort UInt16BigEndian(long offset) => BinaryPrimitives.ReadUInt16BigEndian(Slice(offset, 2));

    public ushort UInt16LittleEndian(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    public int UInt24LittleEndian(long offset)
    {
        var three = Slice(offset, 3);
        return three[0] | (three[1] << 8) | (three[2] << 16);
    }

    public uint UInt32BigEndian(long offset) => BinaryPrimitives.ReadUInt32BigEndian(Slice(offset, 4));

    public uint UInt32LittleEndian(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));

    public ulong UInt64BigEndian(long offset) => BinaryPrimitives.ReadUInt64BigEndian(Slice(offset, 8));

    /// <summary>A width or height that the header claims, if it can be one.</summary>
    public int Dimension(long value, string name) => value switch
    {
        0 => throw Corrupt($"its {name} is zero"),
        < 0 or > int.MaxValue => throw Corrupt($"its {name} is out of range"),
        _ => (int)value,
    };

    public ImageException Truncated() =>
        new(ImageErrorCodes.ImageTruncated, $"The file ends inside its {MagicBytes.NameOf(format)} header.");

    public ImageException Corrupt(string why) =>
        new(ImageErrorCodes.ImageCorrupt, $"The {MagicBytes.NameOf(format)} header is broken: {why}.");

    /// <summary>What is said of a file whose header is whole and whose image is not.</summary>
    public ImageException EndsEarly() =>
        new(ImageErrorCodes.ImageTruncated, $"The {MagicBytes.NameOf(format)} ends before its image does.");

    /// <summary>What is said of a file that is broken behind its header.</summary>
    public ImageException Broken(string why) =>
        new(ImageErrorCodes.ImageCorrupt, $"The {MagicBytes.NameOf(format)} is broken: {why}.");

    public static ImageException Unsupported(string what) =>
        new(ImageErrorCodes.ImageUnsupported, $"{what} {MagicBytes.KnownFormats}");
}
