using ImageBatch.ImageSharp.Metadata;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>
/// PNG (third edition): below quality 100 a palette, where its error allows that and the file is shorter; else every pixel
/// as it is, in the colour type and depth that take the fewest bits. Animations keep every pixel, with alpha.
/// </summary>
internal static class PngOutput
{
    private const int MostColours = 256;

    // Grey of more levels than 4 bits hold takes 8 in a palette as well, and is filtered better without.
    private const int ColoursOfFourBits = 16;

    public static void Write(Image image, EncodingJob job)
    {
        ForgetLayout(image);
        switch (image)
        {
            case { Frames.Count: > 1 }:
                var depth = image is Image<Rgba64> ? PngBitDepth.Bit16 : PngBitDepth.Bit8;
                job.Write(image, Encoder(image, job, PngColorType.RgbWithAlpha, depth));
                break;
            case Image<Rgba64> deep when PixelSurvey.FitsEightBits(deep, job.CancellationToken):
                using (var narrow = deep.CloneAs<Rgba32>())
                {
                    Write(narrow, narrow, job);
                }

                break;
            case Image<Rgba64> deep:
                using (var narrow = deep.CloneAs<Rgba32>())
                {
                    Write(deep, narrow, job);
                }

                break;
            default:
                Write(image, (Image<Rgba32>)image, job);
                break;
        }
    }

    private static void Write(Image image, Image<Rgba32> narrow, EncodingJob job)
    {
        var survey = image is Image<Rgba64> deep
            ? PixelSurvey.Of(deep, job.CancellationToken)
            : PixelSurvey.Of(narrow, job.CancellationToken);
        var most = Math.Min(MostColours, (survey.Colours?.Count ?? int.MaxValue) - 1);
        using var dithered = job.Request.Quality < 100 && job.Space != ProfileSpace.Grey
            ? PaletteSearch.Find(narrow, most, job)
            : null;
        if (dithered is null)
        {
            WriteExact(image, survey, job, job.Output);
            return;
        }

        using var smaller = new MemoryStream();
        job.Write(narrow, IndexedEncoder(narrow, job, dithered), smaller);
        using var exact = new MemoryStream();
        WriteExact(image, survey, job, exact);
        (exact.Length < smaller.Length ? exact : smaller).WriteTo(job.Output);
    }

    private static void WriteExact(Image image, PixelSurvey survey, EncodingJob job, Stream output)
    {
        var isGrey = survey.IsGrey && job.Space != ProfileSpace.Rgb;
        if (survey.Colours is { } colours
            && job.Space != ProfileSpace.Grey
            && !(isGrey && survey.IsOpaque && colours.Count > ColoursOfFourBits))
        {
            var pixels = (Image<Rgba32>)image;
            using var palette = IndexedPixels.Exact(pixels, colours, job.CancellationToken);
            job.Write(image, IndexedEncoder(image, job, palette), output);
            return;
        }

        var type = (isGrey, survey.IsOpaque) switch
        {
            (true, true) => PngColorType.Grayscale,
            (true, false) => PngColorType.GrayscaleWithAlpha,
            (false, true) => PngColorType.Rgb,
            _ => PngColorType.RgbWithAlpha,
        };
        job.Write(image, Encoder(image, job, type, image is Image<Rgba64> ? PngBitDepth.Bit16 : PngBitDepth.Bit8), output);
    }

    private static PngEncoder Encoder(Image image, EncodingJob job, PngColorType type, PngBitDepth depth) => new()
    {
        ColorType = type,
        BitDepth = depth,
        FilterMethod = PngFilterMethod.Adaptive,
        InterlaceMethod = PngInterlaceMode.None,
        CompressionLevel = PngCompressionLevel.BestCompression,
        ChunkFilter = ChunksToLeaveOut(image, job),
    };

    private static PngEncoder IndexedEncoder(Image image, EncodingJob job, IndexedPixels palette) => new()
    {
        ColorType = PngColorType.Palette,

        // The fewest; the library takes as many as the palette needs.
        BitDepth = PngBitDepth.Bit1,
        Quantizer = palette.ToQuantizer(),
        FilterMethod = PngFilterMethod.None,
        InterlaceMethod = PngInterlaceMode.None,
        CompressionLevel = PngCompressionLevel.BestCompression,
        ChunkFilter = ChunksToLeaveOut(image, job),
    };

    private static PngChunkFilter ChunksToLeaveOut(Image image, EncodingJob job) =>
        (Cleaner.HasNoDensity(image.Metadata) ? PngChunkFilter.ExcludePhysicalChunk : PngChunkFilter.None)
        | (job.KeepsMetadata ? PngChunkFilter.None : PngChunkFilter.ExcludeExifChunk | PngChunkFilter.ExcludeTextChunks);

    /// <summary>Drops what the file said of a colour type that the output may not have.</summary>
    private static void ForgetLayout(Image image)
    {
        var png = image.Metadata.GetPngMetadata();
        (png.ColorType, png.BitDepth, png.ColorTable, png.TransparentColor) = (null, null, null, null);
    }
}
