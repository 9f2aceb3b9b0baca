using System.Buffers.Binary;
using ImageBatch.Model;

namespace ImageBatch.Magick.Decoding;

/// <summary>Refuses files by which a coder of ImageMagick hands over to another one.</summary>
internal static class InputGuard
{
    private const int EntryLength = 12;

    /// <summary>DNG 1.7, chapter 4: a TIFF whose first directory has this tag is a camera's raw image.</summary>
    private const ushort DngVersion = 50_706;

    /// <summary>The offset of biCompression in a BMP with a BITMAPINFOHEADER or a longer one.</summary>
    private const int BmpCompression = 30;

    private const int BmpCoreHeader = 12;

    /// <exception cref="ImageException">The file is of such a kind: <see cref="ImageErrorCodes.ImageUnsupported"/>.</exception>
    public static void Check(ReadOnlySpan<byte> file, ImageFormat format)
    {
        // The TIFF coder gives these to the DNG coder, which starts a program where none is built in.
        if (format == ImageFormat.Tiff && IsCameraRaw(file))
        {
            throw Failures.Unsupported("camera raw images (DNG)");
        }

        if (format == ImageFormat.Bmp && HoldsOtherFormat(file))
        {
            throw Failures.Unsupported("BMP images that hold a JPEG or PNG file");
        }
    }

    private static bool IsCameraRaw(ReadOnlySpan<byte> file)
    {
        var isLittleEndian = file[0] == 'I';
        var directory = (long)UInt32(file, 4, isLittleEndian);
        var count = directory <= file.Length - 2 ? UInt16(file, (int)directory, isLittleEndian) : 0;
        for (var i = 0; i < count; i++)
        {
            var entry = directory + 2 + (i * EntryLength);
            if (entry > file.Length - 2)
            {
                break;
            }

            if (UInt16(file, (int)entry, isLittleEndian) == DngVersion)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>BI_JPEG is 4, BI_PNG 5; in an OS/2 header they are other things, which ImageMagick does not tell apart.</summary>
    private static bool HoldsOtherFormat(ReadOnlySpan<byte> file) =>
        file.Length >= BmpCompression + 4
        && BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) > BmpCoreHeader
        && BinaryPrimitives.ReadUInt32LittleEndian(file[BmpCompression..]) is 4 or 5;

    private static ushort UInt16(ReadOnlySpan<byte> file, int offset, bool isLittleEndian) => isLittleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(file[offset..])
        : BinaryPrimitives.ReadUInt16BigEndian(file[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> file, int offset, bool isLittleEndian) => isLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(file[offset..])
        : BinaryPrimitives.ReadUInt32BigEndian(file[offset..]);
}
