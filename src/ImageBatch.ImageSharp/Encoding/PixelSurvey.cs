using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>What the pixels of all frames have in common.</summary>
/// <param name="IsOpaque">No pixel lets anything through.</param>
/// <param name="IsGrey">Red, green and blue are the same in each pixel.</param>
/// <param name="Colours">All colours, in the order in which they occur; null where they are more than 256.</param>
internal sealed record PixelSurvey(bool IsOpaque, bool IsGrey, IReadOnlyList<Rgba32>? Colours)
{
    private const int MaxColours = 256;

    /// <summary>Whether all pixels are black or white.</summary>
    public bool IsBilevel => Colours is not null && Colours.All(colour => colour is { R: 0 or 255, A: 255 }) && IsGrey;

    public static PixelSurvey Of(Image<Rgba32> image, CancellationToken cancellationToken)
    {
        var (isOpaque, isGrey) = (true, true);
        List<Rgba32>? colours = [];
        HashSet<uint> known = [];
        foreach (var frame in image.Frames)
        {
            for (var y = 0; y < frame.Height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var last = default(Rgba32?);
                foreach (var pixel in frame.DangerousGetPixelRowMemory(y).Span)
                {
                    if (pixel == last)
                    {
                        continue;
                    }

                    last = pixel;
                    isOpaque &= pixel.A == byte.MaxValue;
                    isGrey &= pixel.R == pixel.G && pixel.G == pixel.B;
                    if (colours is not null && known.Add(pixel.PackedValue))
                    {
                        colours.Add(pixel);
                        colours = colours.Count <= MaxColours ? colours : null;
                    }
                }
            }
        }

        return new PixelSurvey(isOpaque, isGrey, colours);
    }

    /// <summary>Of 16 bits a sample; colours are not counted.</summary>
    public static PixelSurvey Of(Image<Rgba64> image, CancellationToken cancellationToken)
    {
        var (isOpaque, isGrey) = (true, true);
        foreach (var frame in image.Frames)
        {
            for (var y = 0; y < frame.Height && (isOpaque || isGrey); y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var pixel in frame.DangerousGetPixelRowMemory(y).Span)
                {
                    isOpaque &= pixel.A == ushort.MaxValue;
                    isGrey &= pixel.R == pixel.G && pixel.G == pixel.B;
                }
            }
        }

        return new PixelSurvey(isOpaque, isGrey, null);
    }

    /// <summary>Whether red, green and blue are the same in each pixel of the first frame.</summary>
    public static bool IsGreyImage(Image<Rgba32> image)
    {
        for (var y = 0; y < image.Height; y++)
        {
            foreach (var pixel in image.DangerousGetPixelRowMemory(y).Span)
            {
                if (pixel.R != pixel.G || pixel.G != pixel.B)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether every sample of 16 bits is one of 8 bits, repeated.</summary>
    public static bool FitsEightBits(Image<Rgba64> image, CancellationToken cancellationToken)
    {
        foreach (var frame in image.Frames)
        {
            for (var y = 0; y < frame.Height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var pixel in frame.DangerousGetPixelRowMemory(y).Span)
                {
                    // Each high byte less its low one.
                    if (((pixel.PackedValue ^ (pixel.PackedValue >> 8)) & 0x00FF_00FF_00FF_00FF) != 0)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }
}
