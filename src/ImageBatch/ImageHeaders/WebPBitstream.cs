namespace ImageBatch.ImageHeaders;

/// <summary>The first bytes of the two kinds of image data in a WebP.</summary>
internal static class WebPBitstream
{
    /// <summary>As many bytes as either kind needs to say its size.</summary>
    public const int HeaderLength = 10;

    private const byte LosslessSignature = 0x2F;
    private const int FourteenBits = 0x3FFF;

    public static (int Width, int Height) SizeOf(HeaderBytes file, ReadOnlySpan<byte> type, long data) =>
        type.SequenceEqual("VP8L"u8) ? Lossless(file, data) : Lossy(file, data);

    /// <summary>Whether lossless image data say that they use their alpha channel; lossy ones have none.</summary>
    public static bool HasAlpha(HeaderBytes file, ReadOnlySpan<byte> type, long data) =>
        type.SequenceEqual("VP8L"u8) && (file.Byte(data + 4) & 0x10) != 0;

    /// <summary>RFC 6386, section 9.1: a key frame has a start code and two 14-bit sizes, each with two bits of scale.</summary>
    private static (int Width, int Height) Lossy(HeaderBytes file, long data)
    {
        var isKeyFrame = (file.Byte(data) & 1) == 0;
        if (!isKeyFrame || !file.Slice(data + 3, 3).SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            throw file.Corrupt("its image data do not start with a key frame");
        }

        return (file.UInt16LittleEndian(data + 6) & FourteenBits, file.UInt16LittleEndian(data + 8) & FourteenBits);
    }

    /// <summary>RFC 9649, section 3.4: a signature, two 14-bit sizes less one, an alpha hint, a version.</summary>
    private static (int Width, int Height) Lossless(HeaderBytes file, long data)
    {
        if (file.Byte(data) != LosslessSignature)
        {
            throw file.Corrupt("its lossless image data have a wrong signature");
        }

        var bits = file.UInt32LittleEndian(data + 1);
        if (bits >> 29 != 0)
        {
            throw file.Corrupt("its lossless image data are of an unknown version");
        }

        return ((int)(bits & FourteenBits) + 1, (int)((bits >> 14) & FourteenBits) + 1);
    }
}
