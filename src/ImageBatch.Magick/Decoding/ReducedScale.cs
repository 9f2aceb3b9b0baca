using System.Globalization;
using ImageBatch.Codecs;
using ImageBatch.Model;

namespace ImageBatch.Magick.Decoding;

/// <summary>The scale at which a JPEG is decoded that is to become much smaller.</summary>
internal static class ReducedScale
{
    /// <summary>
    /// The largest of 1/2, 1/4 and 1/8 that leaves twice the pixels of the output along both sides, as libjpeg's
    /// inverse transform of smaller blocks does; the rest is left to the filter. Null for the full scale.
    /// </summary>
    /// <returns>The size as the option <c>jpeg:size</c> takes it.</returns>
    public static string? Of(TranscodeRequest request)
    {
        if (request.Header.Format != ImageFormat.Jpeg || Divisor(request) is not (> 1 and var divisor))
        {
            return null;
        }

        var (width, height) = ((double)request.Header.Width / divisor, (double)request.Header.Height / divisor);
        return string.Create(CultureInfo.InvariantCulture, $"{width:0.###}x{height:0.###}");
    }

    public static int Divisor(TranscodeRequest request)
    {
        var header = request.Header;
        var (width, height) = header.Orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
        var divisor = 8;
        while (divisor > 1 && (width / divisor < 2L * request.Width || height / divisor < 2L * request.Height))
        {
            divisor /= 2;
        }

        return divisor;
    }
}
