namespace ImageBatch.ImageHeaders;

/// <summary>What the two headers of a Windows bitmap say: a BITMAPFILEHEADER of 14 bytes, and an information header.</summary>
/// <param name="HeaderLength">Length of the information header, which tells its kind.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Bits">Bits a pixel, of which one to eight are a place in the colour table.</param>
/// <param name="Compression">How the pixels are stored.</param>
internal readonly record struct BmpInfo(int HeaderLength, int Width, int Height, int Bits, uint Compression)
{
    /// <summary>Offset of the information header.</summary>
    public const int Start = 14;

    public const uint BitFields = 3;

    private const int CoreHeader = 12;
    private const int ShortOs2Header = 16;
    private const int Os2Header = 64;
    private const int V5Header = 124;
    private const int OffsetField = 10;
    private const int ImageLengthField = 34;
    private const uint Uncompressed = 0;
    private const uint EmbeddedJpeg = 4;
    private const uint EmbeddedPng = 5;
    private const uint AlphaBitFields = 6;

    /// <summary>Offset of what follows the headers.</summary>
    public int HeaderEnd => Start + HeaderLength;

    /// <summary>Whether a colour profile may follow the pixels (BITMAPV5HEADER).</summary>
    public bool MayHaveProfile => HeaderLength == V5Header;

    /// <summary>Whether the compression has a mask for each channel. An OS/2 header gives its number another meaning.</summary>
    private bool HasMasks => Compression is BitFields or AlphaBitFields && HeaderLength != Os2Header;

    /// <summary>Whether the length of a header is one of a bitmap's.</summary>
    public static bool IsHeader(uint length) =>
        length is CoreHeader or ShortOs2Header or 40 or 52 or 56 or Os2Header or 108 or V5Header;

    public static BmpInfo Read(HeaderBytes file)
    {
        var length = file.UInt32LittleEndian(Start);
        _ = file.Slice(Start, length);
        if (length == CoreHeader)
        {
            return new(
                CoreHeader,
                file.Dimension(file.UInt16LittleEndian(18), "width"),
                file.Dimension(file.UInt16LittleEndian(20), "height"),
                BitsAPixel(file, 24),
                Uncompressed);
        }

        var compression = length > ShortOs2Header ? file.UInt32LittleEndian(30) : Uncompressed;
        if (compression is EmbeddedJpeg or EmbeddedPng && length != Os2Header)
        {
            throw HeaderBytes.Unsupported("BMP files that wrap a JPEG or PNG are not supported.");
        }

        // A negative height says that rows run from the top down.
        return new(
            (int)length,
            file.Dimension((int)file.UInt32LittleEndian(18), "width"),
            file.Dimension(Math.Abs((long)(int)file.UInt32LittleEndian(22)), "height"),
            BitsAPixel(file, 28),
            compression);
    }

    /// <summary>Offset of the first byte of the pixels.</summary>
    public long PixelStart(HeaderBytes file)
    {
        var start = file.UInt32LittleEndian(OffsetField);
        return start >= HeaderEnd ? start : throw file.Broken("its pixels begin inside its header");
    }

    /// <summary>
    /// Offset of the first byte behind the pixels: rows of whole 32-bit words, or as many bytes as the header says where
    /// they are compressed. The end of the file where that does not say.
    /// </summary>
    public long PixelEnd(HeaderBytes file)
    {
        var start = PixelStart(file);
        if (Compression == Uncompressed || HasMasks)
        {
            var stride = ((((long)Width * Bits) + 31) / 32) * 4;
            return Height > (long.MaxValue - start) / stride ? long.MaxValue : start + (stride * Height);
        }

        var length = file.UInt32LittleEndian(ImageLengthField);
        return length == 0 ? file.Length : start + length;
    }

    private static int BitsAPixel(HeaderBytes file, int field)
    {
        var bits = file.UInt16LittleEndian(field);
        return bits is 1 or 2 or 4 or 8 or 16 or 24 or 32 ? bits : throw file.Corrupt($"{bits} bits a pixel are not possible");
    }
}
