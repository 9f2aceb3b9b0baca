using ImageBatch.ImageSharp.Metadata;
using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>Baseline JPEG with the tables of ITU-T T.81, annex K, scaled as the Independent JPEG Group does.</summary>
internal static class JpegOutput
{
    /// <summary>From here on colour has full resolution, unless the source's has not.</summary>
    private const int FullColourQuality = 90;

    public static void Write(Image image, EncodingJob job)
    {
        if (image is not Image<Rgb24>)
        {
            image.Mutate(context => context.BackgroundColor(Color.White));
        }

        job.Write(image, new JpegEncoder
        {
            Quality = job.Request.Quality,
            Interleaved = true,
            ColorType = ColourOf(image, job),
        });
    }

    private static JpegEncodingColor ColourOf(Image image, EncodingJob job)
    {
        if (job.Space != ProfileSpace.Rgb && IsGrey(image, job))
        {
            return JpegEncodingColor.Luminance;
        }

        if (job.Request.Quality < FullColourQuality)
        {
            return JpegEncodingColor.YCbCrRatio420;
        }

        // What a source of the same size has not, no output brings back.
        return job.Request is { Resizes: false, Header.Format: ImageFormat.Jpeg }
            && image.Metadata.GetJpegMetadata().ColorType is { } colour
            && colour is JpegEncodingColor.YCbCrRatio420 or JpegEncodingColor.YCbCrRatio422
                or JpegEncodingColor.YCbCrRatio411 or JpegEncodingColor.YCbCrRatio410
            ? colour
            : JpegEncodingColor.YCbCrRatio444;
    }

    private static bool IsGrey(Image image, EncodingJob job) => job.Request.Header.Format == ImageFormat.Jpeg
        ? job.Request.Header.Components == 1
        : image is Image<Rgba32> colour && PixelSurvey.IsGreyImage(colour);
}
