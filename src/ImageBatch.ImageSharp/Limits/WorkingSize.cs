namespace ImageBatch.ImageSharp.Limits;

/// <summary>How much memory the library takes for an image: an upper bound, of what was measured of each decoder and encoder.</summary>
internal static class WorkingSize
{
    /// <summary>Bytes of a pixel: red, green, blue and alpha.</summary>
    private const int Pixel = 4;

    /// <summary>Rows, tables, and buffers that are kept for a whole image however small it is.</summary>
    private const long Fixed = 8 << 20;

    /// <summary>Two histograms of 33 steps in each of four channels, which choosing a palette takes.</summary>
    private const long Histograms = 64 << 20;

    /// <summary>Histograms of the tiles, of which there is a limited number, that WebP without loss or of alpha takes.</summary>
    private const long Tiles = 40 << 20;

    /// <summary>Bytes of the library for one image, input and output not counted.</summary>
    public static long Of(TranscodeRequest request)
    {
        if (Support.KeepsImageData(request))
        {
            return 0;
        }

        var (input, frames) = ((Int128)request.Header.Pixels, FrameChoice.Count(request));
        var output = (Int128)request.Width * request.Height;
        var turned = request.Header.Orientation == 1 ? 0 : output * frames * Pixel;
        var scaled = request.Resizes ? output * frames * Pixel : 0;
        var bytes = Fixed + (ChoosesPalette(request) ? Histograms : 0) + (MayBeLosslessWebP(request) ? Tiles : 0)
            + (input * ((frames * Pixel) + DecodingBytes(request))) + scaled + turned + (output * EncodingBytes(request))
            + (request.Header.Format == ImageFormat.Png ? request.Header.Length : 0);
        return (long)Int128.Min(long.MaxValue, bytes);
    }

    private static bool ChoosesPalette(TranscodeRequest request) =>
        (request.Format == ImageFormat.Png && request.Quality < 100) || request.Format == ImageFormat.Gif;

    /// <summary>Alpha counts: it is compressed without loss, by chains of matches.</summary>
    private static bool MayBeLosslessWebP(TranscodeRequest request) =>
        request.Format == ImageFormat.WebP && request.Header.Format != ImageFormat.Jpeg;

    /// <summary>Bytes a pixel of the input beside the pixels.</summary>
    private static int DecodingBytes(TranscodeRequest request) => request.Header.Format switch
    {
        // Coefficients of 16 bits, of all components, where there is more than one scan.
        ImageFormat.Jpeg => 2 * Math.Max(1, request.Header.Components),
        ImageFormat.Png => 4,
        _ => 12,
    };

    /// <summary>Bytes a pixel of the output, which is encoded frame by frame.</summary>
    private static int EncodingBytes(TranscodeRequest request) => request.Format switch
    {
        ImageFormat.WebP => MayBeLosslessWebP(request) ? 56 : 8,
        ImageFormat.Jpeg or ImageFormat.Bmp => 4,
        _ => 8,
    };
}
