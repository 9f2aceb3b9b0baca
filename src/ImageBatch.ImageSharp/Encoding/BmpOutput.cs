using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>Windows bitmaps of 1, 4, 8, 24 or 32 bits a pixel: the fewest that hold all colours.</summary>
internal static class BmpOutput
{
    public static void Write(Image<Rgba32> image, EncodingJob job)
    {
        var survey = PixelSurvey.Of(image, job.CancellationToken);
        using var palette = survey is { IsOpaque: true, Colours: { } colours }
            ? IndexedPixels.Exact(image, colours, job.CancellationToken)
            : null;
        job.Write(image, new BmpEncoder
        {
            BitsPerPixel = palette is not null ? BitsOf(palette.Colours) : survey.IsOpaque ? BmpBitsPerPixel.Pixel24 : BmpBitsPerPixel.Pixel32,
            SupportTransparency = !survey.IsOpaque,
            Quantizer = palette?.ToQuantizer(),
            SkipMetadata = true,
        });
    }

    private static BmpBitsPerPixel BitsOf(int colours) => colours switch
    {
        <= 2 => BmpBitsPerPixel.Pixel1,
        <= 16 => BmpBitsPerPixel.Pixel4,
        _ => BmpBitsPerPixel.Pixel8,
    };
}
