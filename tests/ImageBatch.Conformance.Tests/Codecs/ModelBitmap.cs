using System.Buffers.Binary;

namespace ImageBatch.Conformance.Tests.Codecs;

/// <summary>Decodes bitmaps of 8, 24 and 32 bits a pixel, not compressed.</summary>
internal static class ModelBitmap
{
    private const int FileHeader = 14;

    public static RgbaPicture Decode(ReadOnlySpan<byte> file)
    {
        var (start, info) = (Int32(file, 10), Int32(file, 14));
        var (width, storedHeight, bits) = (Int32(file, 18), Int32(file, 22), BinaryPrimitives.ReadInt16LittleEndian(file[28..]));
        var (height, bytes) = (Math.Abs(storedHeight), bits / 8);
        var stride = (((width * bits) + 31) / 32) * 4;
        var palette = file[(FileHeader + info)..start];
        var rgba = new byte[4 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (y, x) = Math.DivRem(i, width);
            var row = storedHeight < 0 ? y : height - 1 - y;
            var pixel = file.Slice(start + (row * stride) + (x * bytes), bytes);
            var colour = bytes == 1 ? palette.Slice(4 * pixel[0], 3) : pixel[..3];
            (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]) = (colour[2], colour[1], colour[0]);
            rgba[(4 * i) + 3] = bytes == 4 ? pixel[3] : byte.MaxValue;
        }

        return new RgbaPicture(width, height, rgba);
    }

    private static int Int32(ReadOnlySpan<byte> file, int offset) => BinaryPrimitives.ReadInt32LittleEndian(file[offset..]);
}
