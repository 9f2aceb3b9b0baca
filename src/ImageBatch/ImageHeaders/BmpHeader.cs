using System.Buffers.Binary;
using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>Windows bitmap, of any of the information headers.</summary>
internal static class BmpHeader
{
    /// <summary>Two letters start many a text; the header's size, if there, tells a bitmap.</summary>
    public static bool Matches(ReadOnlySpan<byte> file) =>
        file.StartsWith("BM"u8)
        && (file.Length < BmpInfo.Start + 4 || BmpInfo.IsHeader(BinaryPrimitives.ReadUInt32LittleEndian(file[BmpInfo.Start..])));

    public static ImageHeader Read(HeaderBytes file)
    {
        var info = BmpInfo.Read(file);
        var hasMasks = info.Compression == BmpInfo.BitFields;
        var hasAlpha = info.HeaderLength is 56 or 108 or 124 && hasMasks && file.UInt32LittleEndian(66) != 0;
        var (components, precision) = info.Bits switch
        {
            <= 8 => (1, info.Bits),
            16 => (hasAlpha ? 4 : 3, hasMasks ? 0 : 5),
            24 => (3, 8),
            _ => (hasAlpha ? 4 : 3, hasMasks ? 0 : 8),
        };
        return new ImageHeader
        {
            Format = ImageFormat.Bmp,
            Width = info.Width,
            Height = info.Height,
            Length = file.Length,
            Components = components,
            Precision = precision,
        };
    }
}
