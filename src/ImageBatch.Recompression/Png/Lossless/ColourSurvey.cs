using System.Numerics;
using ImageBatch.Recompression.Pixels;

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

    /// <summary>
    /// Whether there are pixels that are not opaque, all of them wholly transparent and of one colour, which no other has.
    /// </summary>
    public bool HasOneKey { get; private set; }

    /// <summary>The colour of the first pixel that is not opaque, without its alpha.</summary>
    public T Key { get; private set; }

    /// <summary>Looks at all pixels.</summary>
    /// <param name="image">The image.</param>
    /// <param name="row">A buffer of its width.</param>
    /// <param name="cancellationToken">Looked at once a row.</param>
    public void Make(IPixelRows<T> image, Span<T> row, CancellationToken cancellationToken)
    {
        (_isBegun, Key, GreyDepth) = (false, T.Zero, 1);
        (IsGrey, IsOpaque, HasOneKey) = (true, true, true);
        for (var y = 0; y < image.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            image.Read(y, row);
            foreach (var pixel in row)
            {
                if (pixel != _last || !_isBegun)
                {
                    (_last, _isBegun) = (pixel, true);
                    Add(pixel);
                }
            }
        }

        HasOneKey &= !IsOpaque;
        for (var y = 0; HasOneKey && y < image.Height; y++)
        {
            image.Read(y, row);
            HasOneKey = !row.Contains(Key | ~Colour);
        }
    }

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
