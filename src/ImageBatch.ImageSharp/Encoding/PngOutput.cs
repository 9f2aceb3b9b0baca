using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Metadata.Profiles.Icc;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>
/// PNG (third edition) of 8 bits a sample: every pixel as it is, in the colour type that takes the fewest bits, or a palette,
/// where there is one and the file is shorter.
/// </summary>
internal static class PngOutput
{
    public static MemoryStream Encode(Image<Rgba32> image, EncodingJob job)
    {
        // What the file said of a colour type that the output may not have.
        image.Metadata.GetPngMetadata().HasTransparency = false;
        var direct = Encode(image, job, new PngEncoder
        {
            ColorType = (job.IsGrey, job.Survey.IsOpaque) switch
            {
                (true, true) => PngColorType.Grayscale,
                (true, false) => PngColorType.GrayscaleWithAlpha,
                (false, true) => PngColorType.Rgb,
                _ => PngColorType.RgbWithAlpha,
            },
            BitDepth = PngBitDepth.Bit8,
            FilterMethod = PngFilterMethod.Adaptive,
        });

        // Of a profile for grey the samples must be grey, not places in a palette.
        if (job.Profile == IccColorSpaceType.Gray || Palettes.Find(image, job) is not { } palette)
        {
            return direct;
        }

        var indexed = Encode(image, job, new PngEncoder
        {
            ColorType = PngColorType.Palette,

            // The fewest; the library takes as many as the palette needs.
            BitDepth = PngBitDepth.Bit1,
            Quantizer = palette,
            FilterMethod = PngFilterMethod.None,
        });
        return indexed.Length < direct.Length ? indexed : direct;
    }

    private static MemoryStream Encode(Image<Rgba32> image, EncodingJob job, PngEncoder encoder)
    {
        encoder.InterlaceMethod = PngInterlaceMode.None;
        encoder.CompressionLevel = PngCompressionLevel.BestCompression;
        var file = new MemoryStream();
        job.Encode(image, encoder, file);
        return file;
    }
}
