using ImageBatch.Recompression.Jpeg.Coefficients;
using ImageBatch.Recompression.Tests.Png;

namespace ImageBatch.Recompression.Tests.Reference;

/// <summary>
/// What the coefficients of a JPEG of some pixels have to be, written from T.81 and T.871 with numbers of double precision,
/// and no block further than the image goes.
/// </summary>
internal static class ReferenceEncoder
{
    /// <summary>A component's blocks row by row, each 64 coefficients in zigzag order, not quantized.</summary>
    public static List<double[]> Transform(ReferencePng image, int component, bool isHalved)
    {
        var step = isHalved && component > 0 ? 2 : 1;
        var (width, height) = ((image.Width + step - 1) / step, (image.Height + step - 1) / step);
        var blocks = new List<double[]>();
        for (var top = 0; top < height; top += 8)
        {
            for (var left = 0; left < width; left += 8)
            {
                blocks.Add(Transform((x, y) => Sample(image, component, left + x, top + y, step)));
            }
        }

        return blocks;
    }

    /// <summary>The mean of the pixels that a sample stands for; those beyond an edge are the last before it.</summary>
    private static double Sample(ReferencePng image, int component, int x, int y, int step)
    {
        var sum = 0.0;
        for (var i = 0; i < step * step; i++)
        {
            var column = Math.Min((x * step) + (i % step), image.Width - 1);
            var row = Math.Min((y * step) + (i / step), image.Height - 1);
            sum += Component(image.Pixels[(row * image.Width) + column], component);
        }

        return sum / (step * step);
    }

    /// <summary>Less 128 (T.81, A.3.1).</summary>
    private static double Component((int R, int G, int B, int A) pixel, int component)
    {
        var (r, g, b) = (OnWhite(pixel.R, pixel.A), OnWhite(pixel.G, pixel.A), OnWhite(pixel.B, pixel.A));
        var luma = (0.299 * r) + (0.587 * g) + (0.114 * b);
        return component switch { 0 => luma - 128, 1 => (b - luma) / 1.772, _ => (r - luma) / 1.402 };
    }

    private static double OnWhite(int sample, int alpha)
    {
        var (sample8, alpha8) = (Math.Round(sample / 257.0), Math.Round(alpha / 257.0));
        return Math.Round(((sample8 * alpha8) + (255 * (255 - alpha8))) / 255, MidpointRounding.AwayFromZero);
    }

    private static double[] Transform(Func<int, int, double> sample)
    {
        var samples = Enumerable.Range(0, 64).Select(i => sample(i % 8, i / 8)).ToArray();
        var block = new double[64];
        for (var k = 0; k < 64; k++)
        {
            var (v, u) = Math.DivRem((int)ZigZag.Natural[k], 8);
            for (var i = 0; i < 64; i++)
            {
                block[k] += samples[i] * Wave(u, i % 8) * Wave(v, i / 8) / 4;
            }
        }

        return block;
    }

    private static double Wave(int frequency, int sample) =>
        Math.Cos(((2 * sample) + 1) * frequency * Math.PI / 16) * (frequency == 0 ? Math.Sqrt(0.5) : 1);
}
