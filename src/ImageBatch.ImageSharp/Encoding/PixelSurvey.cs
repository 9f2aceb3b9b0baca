using SixLabors.ImageSharp.Advanced;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>What the pixels of all frames have in common.</summary>
/// <param name="IsOpaque">No pixel lets anything through.</param>
/// <param name="IsGrey">Red, green and blue are the same in each pixel.</param>
/// <param name="Colours">All colours, in the order in which they occur; null where they are more than 256.</param>
internal sealed record PixelSurvey(bool IsOpaque, bool IsGrey, IReadOnlyList<Rgba32>? Colours)
{
    private const int MaxColours = 256;

    public static PixelSurvey Of(Image<Rgba32> image, CancellationToken cancellationToken)
    {
        var (isOpaque, isGrey) = (true, true);
        List<Rgba32>? colours = [];
        HashSet<uint> known = [];
        foreach (var frame in image.Frames.Cast<ImageFrame<Rgba32>>())
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
}
