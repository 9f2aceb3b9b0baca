using ImageBatch.Codecs;
using ImageBatch.Magick.Pixels;
using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick.Encoding;

/// <summary>Sequential JPEG by libjpeg: its quality is the scale that was asked for.</summary>
internal static class JpegEncoding
{
    /// <summary>From here on colour keeps its resolution; below, it gets half of it in both directions (4:2:0).</summary>
    public const int FullColourQuality = 90;

    private const string SamplingFactor = "jpeg:sampling-factor";

    public static void Configure(IMagickImage<byte> image, TranscodeRequest request)
    {
        if (image.HasAlpha)
        {
            image.BackgroundColor = MagickColors.White;
            image.Alpha(AlphaAction.Remove);
            image.Alpha(AlphaAction.Off);
        }

        image.Quality = (uint)request.Quality;
        if (Colours.NeedsColour(image))
        {
            image.Settings.ColorType = ColorType.TrueColor;
        }

        image.Settings.SetDefine(SamplingFactor, Sampling(image, request));

        // By default ImageMagick takes a coarser transform below 90, and optimises only while it has memory to spare, which
        // would make outputs depend on what else the process does.
        image.Settings.SetDefine(MagickFormat.Jpeg, "dct-method", "islow");
        image.Settings.SetDefine(MagickFormat.Jpeg, "optimize-coding", flag: true);
    }

    private static string Sampling(IMagickImage<byte> image, TranscodeRequest request)
    {
        const string half = "2x2,1x1,1x1";
        if (request.Quality < FullColourQuality)
        {
            return half;
        }

        var source = request.Header.Format == ImageFormat.Jpeg ? image.GetAttribute(SamplingFactor) : null;
        return source is half or "2x1,1x1,1x1" ? source : "1x1,1x1,1x1";
    }
}
