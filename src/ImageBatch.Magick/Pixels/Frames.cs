using ImageBatch.Codecs;
using ImageBatch.Magick.Decoding;
using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick.Pixels;

/// <summary>Makes whole pictures of an animation's partial frames, where what follows needs them.</summary>
internal static class Frames
{
    /// <summary>A GIF that is not scaled keeps its frames as they are, offsets and disposal included.</summary>
    public static void Prepare(MagickImageCollection images, ReadOnlySpan<byte> file, TranscodeRequest request)
    {
        var isAnimation = request.Header.Format is ImageFormat.Gif or ImageFormat.WebP;
        if (!isAnimation || (request.Format == ImageFormat.Gif && !request.Resizes))
        {
            return;
        }

        if (images.Count > 1 || request.Header.Format == ImageFormat.Gif)
        {
            images.Coalesce();
        }

        if (request.Header.Format == ImageFormat.WebP && images.Count > 1)
        {
            var durations = WebPFile.Durations(file);
            for (var i = 0; i < Math.Min(images.Count, durations.Count); i++)
            {
                images[i].AnimationTicksPerSecond = 1_000;
                images[i].AnimationDelay = durations[i];
            }
        }
    }
}
