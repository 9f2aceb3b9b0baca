namespace ImageBatch.Conformance;

/// <summary>
/// A lossless WebP bitstream (RFC 9649, section 3) as plain as it can be: every sample is a code of eight bits, and alpha
/// that is opaque everywhere a code of none.
/// </summary>
internal static class LosslessWebP
{
    /// <summary>The signature, the size, and whether there is alpha.</summary>
    public const int HeaderLength = 5;

    private const int LengthCodes = 24;

    public static byte[] Encode(RgbaPicture picture)
    {
        var hasAlpha = Pictures.HasAlpha(picture);
        var bits = new LowBitWriter().Write(0x2F, 8).Write(picture.Width - 1, 14).Write(picture.Height - 1, 14)
            .Write(hasAlpha ? 1 : 0, 1).Write(0, 3);

        // No transform, no colour cache, one set of codes for the whole image.
        bits.Write(0, 3);
        WriteLengths(bits, LengthCodes);
        WriteLengths(bits, 0);
        WriteLengths(bits, 0);
        if (hasAlpha)
        {
            WriteLengths(bits, 0);
        }
        else
        {
            WriteOnly(bits, 255);
        }

        WriteOnly(bits, 0);
        var rgba = picture.Rgba.Span;
        for (var i = 0; i < rgba.Length; i += 4)
        {
            WriteSample(bits, rgba[i + 1]);
            WriteSample(bits, rgba[i]);
            WriteSample(bits, rgba[i + 2]);
            if (hasAlpha)
            {
                WriteSample(bits, rgba[i + 3]);
            }
        }

        return bits.ToArray();
    }

    /// <summary>A code of one symbol, which takes no bits (3.7.2.1.1).</summary>
    private static void WriteOnly(LowBitWriter bits, int symbol) => bits.Write(1, 1).Write(0, 1).Write(1, 1).Write(symbol, 8);

    /// <summary>
    /// Code lengths (3.7.2.1.2): eight for 256 symbols, then none for those that copy. The two lengths have codes of
    /// one bit; theirs come in the standard's order: 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8.
    /// </summary>
    private static void WriteLengths(LowBitWriter bits, int unused)
    {
        bits.Write(0, 1).Write(12 - 4, 4);
        foreach (var length in (ReadOnlySpan<int>)[0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        {
            bits.Write(length, 3);
        }

        bits.Write(0, 1);
        for (var i = 0; i < 256; i++)
        {
            bits.Write(1, 1);
        }

        bits.Write(0, unused);
    }

    /// <summary>Codes come with their highest bit first.</summary>
    private static void WriteSample(LowBitWriter bits, byte sample)
    {
        for (var bit = 7; bit >= 0; bit--)
        {
            bits.Write(sample >> bit, 1);
        }
    }
}
