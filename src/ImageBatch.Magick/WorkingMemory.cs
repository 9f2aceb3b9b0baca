using ImageBatch.Codecs;
using ImageBatch.Model;

namespace ImageBatch.Magick;

/// <summary>
/// How much memory ImageMagick and its libraries take for an image: an upper bound of how far the peak of the process was
/// seen to grow, with images of 0.1 to 6 million pixels.
/// </summary>
internal static class WorkingMemory
{
    /// <summary>Rows, tables, and buffers that are kept for a whole image however small it is.</summary>
    private const long Fixed = 8 << 20;

    /// <summary>The tree of colours and the cache of dithering, which choosing a palette takes.</summary>
    private const long Palettes = 176 << 20;

    /// <summary>What the AV1 encoder keeps to look ahead.</summary>
    private const long Ahead = 64 << 20;

    /// <summary>A sample each for red, green, blue and alpha, and a place in a palette.</summary>
    private const int BytesAPixel = 5;

    /// <summary>Bytes of the library for one image, input and output not counted.</summary>
    public static long Of(TranscodeRequest request)
    {
        var (input, output) = ((Int128)request.Header.Pixels, (Int128)request.Width * request.Height);
        var frames = FrameSupport.Decoded(request);

        // Animations are put together, and taken apart again.
        var copies = frames > 1 ? 2 : 1;
        var decoding = BytesAPixel * (request.Header.Format is ImageFormat.WebP or ImageFormat.Avif ? 2 : 1);
        var bytes = Fixed + (ChoosesPalette(request) ? Palettes : 0) + (request.Format == ImageFormat.Avif ? Ahead : 0)
            + (input * ((frames * copies * BytesAPixel) + decoding))
            + (request.Resizes ? output * frames * BytesAPixel : 0)
            + (output * EncodingBytes(request.Format));
        return (long)Int128.Min(long.MaxValue, bytes);
    }

    private static bool ChoosesPalette(TranscodeRequest request) =>
        (request.Format == ImageFormat.Png && request.Quality < 100) || (request.Format == ImageFormat.Gif && request.Resizes);

    /// <summary>Bytes a pixel of the output, which is encoded frame by frame.</summary>
    private static int EncodingBytes(ImageFormat format) => format switch
    {
        ImageFormat.Avif => 64,
        ImageFormat.WebP => 24,
        ImageFormat.Png => 12,
        _ => 6,
    };
}
