using System.Numerics;

namespace ImageBatch.Recompression.Png.Lossless;

/// <summary>What all pixels of an image have in common, so that they can be stored with fewer bits.</summary>
/// <typeparam name="T">A pixel of four samples, red lowest: <see cref="uint"/> or <see cref="ulong"/>.</typeparam>
internal sealed class ColourSurvey<T>
    where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    private static readonly int Bits = T.MaxValue.GetByteCount() * 2;
    private static readonly T Sample = (T.One << Bits) - T.One;
    private static readonly T Colour = T.MaxValue >>> Bits;
    private static readonly T TwoSamples = T.MaxValue >>> (2 * Bits);

    private T _last;
    private bool _isBegun;

    /// <summary>Whether red, green and blue are equal everywhere.</summary>
    public bool IsGrey { get; private set; }

    /// <summary>The fewest bits that a grey sample of 8 bits can be stored with.</summary>
    public int GreyDepth { get; private set; }

    /// <summary>Whether no pixel is transparent in the least.</summary>
    public bool IsOpaque { get; private set; }

    /// <summary>Whether all pixels that are not opaque are wholly transparent and have the same colour.</summary>
    public bool HasOneKey { get; private set; }

    /// <summary>The colour of the first pixel that is not opaque, without its alpha.</summary>
    public T Key { get; private set; }

    public void Clear()
    {
        (_isBegun, _last, Key, GreyDepth) = (false, default, default, 1);
        (IsGrey, IsOpaque, HasOneKey) = (true, true, true);
    }

    public void Add(ReadOnlySpan<T> row)
    {
        foreach (var pixel in row)
        {
            if (pixel != _last || !_isBegun)
            {
                (_last, _isBegun) = (pixel, true);
                Add(pixel);
            }
        }
    }

    /// <summary>Whether a row has the key's colour in a pixel that is opaque.</summary>
    public bool UsesKey(ReadOnlySpan<T> row) => row.Contains(Key | ~Colour);

    private void Add(T pixel)
    {
        var alpha = pixel >>> (3 * Bits);
        var colour = pixel & Colour;
        IsGrey &= ((colour ^ (colour >>> Bits)) & TwoSamples) == T.Zero;
        if (alpha != Sample)
        {
            HasOneKey &= alpha == T.Zero && (IsOpaque || Key == colour);
            Key = IsOpaque ? colour : Key;
            IsOpaque = false;
        }

        // All samples of a smaller depth are multiples of 255, 85 or 17.
        while (GreyDepth < 8 && int.CreateTruncating(pixel & Sample) % (255 / ((1 << GreyDepth) - 1)) != 0)
        {
            GreyDepth *= 2;
        }
    }
}
