using System.Runtime.Intrinsics;
using ImageBatch.Codecs;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>
/// Colours in a space where equal distances look about equally far: red, green and blue to the power of 0.55 of light
/// and multiplied by alpha, all from 0 to 1.
/// </summary>
/// <remarks>
/// Samples are taken for those of sRGB, which come near the power of 1 ÷ 2.2 of light, whatever gAMA or iCCP say: a
/// palette is chosen a little otherwise for that, and each of its colours is still stored in the image's own space.
/// The distance of two colours is, summed over red, green and blue, the larger of the squared differences on a black and
/// on a white background. Space and distance are those of pngquant 2.17, so that <see cref="PaletteError.Allowed"/> means the same.
/// </remarks>
internal static class PerceptualColour
{
    private const double Power = 0.5499 / 0.45455;

    private static readonly float[] FromSample = [.. Enumerable.Range(0, 256).Select(i => (float)Math.Pow(i / 255.0, Power))];

    /// <summary>Red, green, blue, alpha.</summary>
    public static Vector128<float> Of(uint pixel)
    {
        var table = FromSample;
        var alpha = (pixel >> 24) * (1f / 255);
        return Vector128.Create(table[(byte)pixel], table[(byte)(pixel >> 8)], table[(byte)(pixel >> 16)], 1f) * alpha;
    }

    /// <summary>The nearest pixel of 8 bits a sample.</summary>
    public static uint ToPixel(Vector128<float> colour)
    {
        var alpha = Math.Clamp(colour.GetElement(3), 0, 1);
        var opacity = (uint)Math.Round(alpha * 255);
        if (opacity == 0)
        {
            return 0;
        }

        var pixel = opacity << 24;
        for (var i = 0; i < 3; i++)
        {
            var light = Math.Clamp(colour.GetElement(i) / alpha, 0, 1);
            pixel |= (uint)Math.Round(Math.Pow(light, 1 / Power) * 255) << (8 * i);
        }

        return pixel;
    }
}
