using System.Buffers.Binary;

namespace ImageBatch.Recompression.Png.Chunks;

/// <summary>The parameters of an image (PNG, clause 11.2.1).</summary>
internal readonly record struct HeaderChunk(int Width, int Height, PixelFormat Format, bool IsInterlaced)
{
    public const int Length = 13;

    public static HeaderChunk Read(ReadOnlySpan<byte> data)
    {
        if (data.Length != Length)
        {
            throw PngErrors.Corrupt("its header has a wrong length");
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        var format = new PixelFormat((ColourType)data[9], data[8]);
        if (width - 1 >= int.MaxValue || height - 1 >= int.MaxValue)
        {
            throw PngErrors.Corrupt("its width or height is zero or out of range");
        }

        if (!format.IsLegal || data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw PngErrors.Corrupt("its colour type, bit depth or methods are not possible");
        }

        return new((int)width, (int)height, format, data[12] == 1);
    }

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, Width);
        BinaryPrimitives.WriteInt32BigEndian(target[4..], Height);
        target[8] = (byte)Format.Depth;
        target[9] = (byte)Format.Type;
        target[10] = target[11] = 0;
        target[12] = IsInterlaced ? (byte)1 : (byte)0;
    }
}
