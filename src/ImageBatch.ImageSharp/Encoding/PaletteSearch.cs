using ImageBatch.Codecs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>Looks for the smallest palette that the quality allows.</summary>
internal static class PaletteSearch
{
    private const int FewestColours = 8;

    /// <summary>
    /// Halves the colours as long as the error (<see cref="PaletteError"/>) is one that the quality allows.
    /// </summary>
    /// <returns>The last that it allows; null where it allows none of at most so many colours.</returns>
    public static IndexedPixels? Find(Image<Rgba32> image, int most, EncodingJob job)
    {
        var allowed = PaletteError.Allowed(job.Request.Quality);
        IndexedPixels? found = null;
        for (var colours = most; colours >= FewestColours; colours /= 2)
        {
            job.CancellationToken.ThrowIfCancellationRequested();
            var pixels = IndexedPixels.Dithered(image, colours);
            if (pixels.ErrorOf(image, job.CancellationToken) > allowed)
            {
                pixels.Dispose();
                break;
            }

            found?.Dispose();
            found = pixels;
        }

        return found;
    }
}
