using ImageBatch.Codecs;
using ImageBatch.Model;

namespace ImageBatch.Magick;

/// <summary>What is not taken, from the header alone.</summary>
internal static class MagickSupport
{
    /// <summary>Sides of a WebP have 14 bits (RFC 9649, section 2.4).</summary>
    private const int MostWebPSide = 16_383;

    /// <summary>JPEG_MAX_DIMENSION of libjpeg.</summary>
    private const int MostJpegSide = 65_500;

    /// <summary>Why an image is not taken, as the end of "Magick does not take …"; null where it is.</summary>
    public static string? WhyNot(TranscodeRequest request)
    {
        var (header, side) = (request.Header, Math.Max(request.Width, request.Height));
        return header.Format switch
        {
            _ when !Coders.CanRead(header.Format) =>
                $"{ImageFormats.NameOf(header.Format)} images, which this build of ImageMagick cannot read",
            _ when !Coders.CanWrite(request.Format) =>
                $"{ImageFormats.NameOf(request.Format)} as an output, which this build of ImageMagick cannot write",
            ImageFormat.Jpeg when header.JpegProcess is JpegProcess.Lossless or JpegProcess.Hierarchical =>
                "lossless and hierarchical JPEG",
            ImageFormat.Jpeg when header.Precision > 8 => $"JPEG of {header.Precision} bits a sample",
            _ when request.Format == ImageFormat.WebP && side > MostWebPSide =>
                $"a WebP output of more than {MostWebPSide:N0} pixels a side",
            _ when request.Format == ImageFormat.Jpeg && side > MostJpegSide =>
                $"a JPEG output of more than {MostJpegSide:N0} pixels a side",
            _ => null,
        };
    }

    /// <summary>
    /// Whether the image data stay as they are: the output would be without loss, and the library computes with eight bits
    /// a sample; or it is an animation of which it reads only the first frame.
    /// </summary>
    public static bool KeepsImageData(TranscodeRequest request) => !request.Resizes && !request.Converts && request.Header switch
    {
        { Format: ImageFormat.Tiff, Precision: > 8 } => true,
        { Format: ImageFormat.Png, Precision: > 8 } => request.Quality == 100,
        { Format: ImageFormat.Png or ImageFormat.Avif, Frames: > 1 } => true,
        _ => false,
    };
}
