using SixLabors.ImageSharp.Compression.Zlib;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>The library's encoders but that of PNG, set up for one image.</summary>
internal static class Encoders
{
    /// <summary>From here on colour has full resolution, unless the source's has not.</summary>
    private const int FullColourQuality = 90;

    // Of lossless coding the library's quality says how hard it tries; its own default.
    private const int LosslessEffort = 75;

    public static IImageEncoder Of(Image image, EncodingJob job) => job.Request.Format switch
    {
        ImageFormat.Jpeg => new JpegEncoder { Quality = job.Request.Quality, ColorType = JpegColour(image, job) },
        ImageFormat.WebP => WebP(image, job),

        // Dithered, what stands still would flicker, and what is transparent would get dots of colour.
        ImageFormat.Gif => new GifEncoder
        {
            Quantizer = new OctreeQuantizer(new QuantizerOptions { Dither = null }),
            ColorTableMode = GifColorTableMode.Local,
        },
        ImageFormat.Bmp => new BmpEncoder
        {
            BitsPerPixel = job.Survey.IsOpaque ? BmpBitsPerPixel.Pixel24 : BmpBitsPerPixel.Pixel32,
            SupportTransparency = !job.Survey.IsOpaque,
        },
        _ => new TiffEncoder
        {
            BitsPerPixel = job.IsGrey ? TiffBitsPerPixel.Bit8 : TiffBitsPerPixel.Bit24,
            PhotometricInterpretation = job.IsGrey ? TiffPhotometricInterpretation.BlackIsZero : TiffPhotometricInterpretation.Rgb,
            Compression = TiffCompression.Deflate,
            CompressionLevel = DeflateCompressionLevel.BestCompression,
            HorizontalPredictor = TiffPredictor.Horizontal,
        },
    };

    private static JpegColorType JpegColour(Image image, EncodingJob job)
    {
        // What a source of the same size has not, no output brings back.
        var isHalved = job.Request is { Resizes: false, Header.Format: ImageFormat.Jpeg }
            && image.Metadata.GetJpegMetadata().ColorType is JpegColorType.YCbCrRatio420 or JpegColorType.YCbCrRatio422
                or JpegColorType.YCbCrRatio411 or JpegColorType.YCbCrRatio410;
        return job.IsGrey ? JpegColorType.Luminance
            : isHalved || job.Request.Quality < FullColourQuality ? JpegColorType.YCbCrRatio420
            : JpegColorType.YCbCrRatio444;
    }

    /// <summary>Lossy; at quality 100 lossless, unless the source is lossy itself.</summary>
    private static WebpEncoder WebP(Image image, EncodingJob job)
    {
        var source = job.Request.Header.Format;
        var isLossless = job.Request.Quality == 100 && source != ImageFormat.Jpeg
            && !(source == ImageFormat.WebP && image.Metadata.GetWebpMetadata().FileFormat == WebpFileFormatType.Lossy);
        return new WebpEncoder
        {
            FileFormat = isLossless ? WebpFileFormatType.Lossless : WebpFileFormatType.Lossy,
            Quality = isLossless ? LosslessEffort : job.Request.Quality,
            TransparentColorMode = isLossless ? WebpTransparentColorMode.Preserve : WebpTransparentColorMode.Clear,
        };
    }
}
