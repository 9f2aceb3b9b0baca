using System.Buffers.Binary;
using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>Windows bitmap: a BITMAPFILEHEADER of 14 bytes and one of the information headers.</summary>
internal static class BmpHeader
{
    private const int InfoStart = 14;
    private const int CoreHeader = 12;
    private const int ShortOs2Header = 16;
    private const uint BitFields = 3;
    private const uint EmbeddedJpeg = 4;
    private const uint EmbeddedPng = 5;

    /// <summary>Two letters start many a text; the header's size, if there, tells a bitmap.</summary>
    public static bool Matches(ReadOnlySpan<byte> file) =>
        file.StartsWith("BM"u8)
        && (file.Length < InfoStart + 4
            || BinaryPrimitives.ReadUInt32LittleEndian(file[InfoStart..])
                is CoreHeader or ShortOs2Header or 40 or 52 or 56 or 64 or 108 or 124);

    public static ImageHeader Read(HeaderBytes file)
    {
        var size = file.UInt32LittleEndian(InfoStart);
        _ = file.Slice(InfoStart, size);
        long width, height;
        int bits;
        uint compression = 0;
        if (size == CoreHeader)
        {
            width = file.UInt16LittleEndian(18);
            height = file.UInt16LittleEndian(20);
            bits = file.UInt16LittleEndian(24);
        }
        else
        {
            // A negative height says that rows run from the top down.
            width = (int)file.UInt32LittleEndian(18);
            height = Math.Abs((long)(int)file.UInt32LittleEndian(22));
            bits = file.UInt16LittleEndian(28);
            compression = size > ShortOs2Header ? file.UInt32LittleEndian(30) : 0;
        }

        if (compression is EmbeddedJpeg or EmbeddedPng && size != 64)
        {
            throw HeaderBytes.Unsupported("BMP files that wrap a JPEG or PNG are not supported.");
        }

        var hasAlpha = size is 56 or 108 or 124 && compression == BitFields && file.UInt32LittleEndian(66) != 0;
        var (components, precision) = bits switch
        {
            1 or 2 or 4 or 8 => (1, bits),
            16 => (hasAlpha ? 4 : 3, compression == BitFields ? 0 : 5),
            24 => (3, 8),
            32 => (hasAlpha ? 4 : 3, compression == BitFields ? 0 : 8),
            _ => throw file.Corrupt($"{bits} bits a pixel are not possible"),
        };
        return new ImageHeader
        {
            Format = ImageFormat.Bmp,
            Width = file.Dimension(width, "width"),
            Height = file.Dimension(height, "height"),
            Length = file.Length,
            Components = components,
            Precision = precision,
        };
    }
}
