using System.Runtime.InteropServices;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>Looks for a palette that an image of one frame can have.</summary>
internal static class Palettes
{
    // A palette takes up to 1 KiB of the file, and choosing it as long as for a large image.
    private const int FewestPixels = 4_096;
    private const int FewestColours = 16;

    /// <summary>
    /// A palette of exactly the image's colours; else, below quality 100, the fewest of 256, 64 and 16 whose error the quality
    /// allows (<see cref="PaletteError"/>), dithered by error diffusion; else null.
    /// </summary>
    public static IQuantizer? Find(Image<Rgba32> image, EncodingJob job)
    {
        // PNG stores the alpha of a palette up to the last colour that is not opaque. The library finds a colour's place by
        // its upper bits: of two that are near each other it may make one.
        if (job.Survey.Colours?.OrderBy(colour => colour.A).Select(colour => new Color(colour)).ToArray() is { } colours
            && new PaletteQuantizer(colours, new QuantizerOptions { Dither = null }) is var exact
            && ErrorOf(image, exact, job.CancellationToken) == 0)
        {
            return exact;
        }

        if (job.Request.Quality == 100 || (long)image.Width * image.Height < FewestPixels)
        {
            return null;
        }

        IQuantizer? found = null;
        for (var most = 256; most >= FewestColours; most /= 4)
        {
            var options = new QuantizerOptions { MaxColors = most, Dither = KnownDitherings.FloydSteinberg };

            // An octree is far quicker, and knows no alpha.
            IQuantizer next = job.Survey.IsOpaque ? new OctreeQuantizer(options) : new WuQuantizer(options);
            if (ErrorOf(image, next, job.CancellationToken) > PaletteError.Allowed(job.Request.Quality))
            {
                break;
            }

            found = next;
        }

        return found;
    }

    /// <summary>The mean error over all pixels, in the measure of <see cref="PaletteError"/>.</summary>
    private static double ErrorOf(Image<Rgba32> image, IQuantizer quantizer, CancellationToken cancellationToken)
    {
        using var specific = quantizer.CreatePixelSpecificQuantizer<Rgba32>(image.GetConfiguration());
        using var indexed = specific.BuildPaletteAndQuantizeFrame(image.Frames.RootFrame, image.Bounds());
        var (sum, palette, shown) = (0.0, indexed.Palette, new Rgba32[image.Width]);
        for (var y = 0; y < image.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var places = indexed.DangerousGetRowSpan(y);
            for (var x = 0; x < shown.Length; x++)
            {
                shown[x] = palette.Span[places[x]];
            }

            sum += PaletteError.Sum(
                MemoryMarshal.AsBytes(image.DangerousGetPixelRowMemory(y).Span), MemoryMarshal.AsBytes<Rgba32>(shown));
        }

        return sum / ((double)image.Width * image.Height);
    }
}
