using ImageBatch.ImageSharp.Metadata;
using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Compression.Zlib;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>
/// TIFF 6.0, all pages alike: black and white (T.6), grey of 8 or 16 bits, or RGB of 8 bits (both deflated, with the
/// horizontal predictor). The library writes no alpha.
/// </summary>
internal static class TiffOutput
{
    public static string? Write(Image image, EncodingJob job)
    {
        var survey = image is Image<Rgba64> deep
            ? PixelSurvey.Of(deep, job.CancellationToken)
            : PixelSurvey.Of((Image<Rgba32>)image, job.CancellationToken);
        if (!survey.IsOpaque)
        {
            throw new ImageException(ImageErrorCodes.ImageUnsupported, "ImageSharp does not write TIFF with transparency.");
        }

        var isGrey = survey.IsGrey && job.Space != ProfileSpace.Rgb;
        var isBilevel = isGrey && survey.IsBilevel;
        var isDeep = image is Image<Rgba64>;
        job.Write(image, new TiffEncoder
        {
            BitsPerPixel = isBilevel ? TiffBitsPerPixel.Bit1
                : !isGrey ? TiffBitsPerPixel.Bit24
                : isDeep ? TiffBitsPerPixel.Bit16
                : TiffBitsPerPixel.Bit8,
            PhotometricInterpretation = isBilevel ? TiffPhotometricInterpretation.WhiteIsZero
                : isGrey ? TiffPhotometricInterpretation.BlackIsZero
                : TiffPhotometricInterpretation.Rgb,
            Compression = isBilevel ? TiffCompression.CcittGroup4Fax : TiffCompression.Deflate,
            CompressionLevel = DeflateCompressionLevel.BestCompression,
            HorizontalPredictor = isBilevel ? TiffPredictor.None : TiffPredictor.Horizontal,
            SkipMetadata = !job.KeepsMetadata,
        });
        return isDeep && !isGrey ? "Colours have 8 bits a sample now: ImageSharp writes no TIFF with more." : null;
    }
}
