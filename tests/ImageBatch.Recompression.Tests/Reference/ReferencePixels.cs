using System.Text;
using ImageBatch.Conformance;

namespace ImageBatch.Recompression.Tests.Reference;

/// <summary>Coefficients made to pixels: the inverse transform in doubles, linear interpolation, and the colour model.</summary>
internal static class ReferencePixels
{
    private static readonly int[] Natural = [.. ReferenceRequantizer.ZigZag()];
    private static readonly double[] Cosines =
    [
        .. Enumerable.Range(0, 64).Select(i =>
            Math.Cos(((2 * (i % 8)) + 1) * (i / 8) * Math.PI / 16) * (i < 8 ? Math.Sqrt(0.125) : 0.5)),
    ];

    /// <summary>The pixels as stored, without regard to orientation or profile.</summary>
    public static RgbaPicture Decode(byte[] file)
    {
        var image = ReferenceDecoder.Decode(file);
        var planes = image.Components.Select(Plane).ToArray();
        var (maxH, maxV) = (image.Components.Max(c => c.H), image.Components.Max(c => c.V));
        var adobe = JpegBytes.Segments(file).Find(segment => segment.Marker == 0xEE && segment.Payload.AsSpan().StartsWith("Adobe"u8)).Payload;
        var isRgb = adobe is null ? Encoding.ASCII.GetString([.. image.Components.Select(c => (byte)c.Id)]) == "RGB" : adobe[11] == 0;
        var rgba = new byte[4 * image.Width * image.Height];
        var pixel = new double[planes.Length];
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            for (var c = 0; c < planes.Length; c++)
            {
                var component = image.Components[c];
                pixel[c] = Interpolate(
                    planes[c],
                    (((i % image.Width) + 0.5) * component.H / maxH) - 0.5,
                    (((i / image.Width) + 0.5) * component.V / maxV) - 0.5,
                    Ceiling(image.Width * component.H, maxH),
                    Ceiling(image.Height * component.V, maxV));
            }

            ToRgba(pixel, isRgb, adobe is not null, rgba.AsSpan(4 * i, 4));
        }

        return new RgbaPicture(image.Width, image.Height, rgba);
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;

    private static byte[,] Plane(ReferenceComponent component)
    {
        var plane = new byte[component.Blocks.Count / component.Stride * 8, component.Stride * 8];
        for (var i = 0; i < component.Blocks.Count; i++)
        {
            var (row, column) = Math.DivRem(i, component.Stride);
            var coefficients = new double[64];
            for (var k = 0; k < 64; k++)
            {
                coefficients[Natural[k]] = component.Blocks[i][k] * component.Steps[k];
            }

            var samples = Transform(coefficients);
            for (var place = 0; place < 64; place++)
            {
                plane[(8 * row) + (place / 8), (8 * column) + (place % 8)] = Byte(samples[place] + 128);
            }
        }

        return plane;
    }

    private static double[] Transform(double[] coefficients)
    {
        var (rows, samples) = (new double[64], new double[64]);
        for (var i = 0; i < 512; i++)
        {
            var (v, x, u) = (i / 64, i / 8 % 8, i % 8);
            rows[(8 * v) + x] += coefficients[(8 * v) + u] * Cosines[(8 * u) + x];
        }

        for (var i = 0; i < 512; i++)
        {
            var (y, x, v) = (i / 64, i / 8 % 8, i % 8);
            samples[(8 * y) + x] += rows[(8 * v) + x] * Cosines[(8 * v) + y];
        }

        return samples;
    }

    private static double Interpolate(byte[,] plane, double x, double y, int width, int height)
    {
        (x, y) = (Math.Clamp(x, 0, width - 1), Math.Clamp(y, 0, height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        var (byRight, byBottom) = (x - left, y - top);
        return (((plane[top, left] * (1 - byRight)) + (plane[top, right] * byRight)) * (1 - byBottom))
            + (((plane[bottom, left] * (1 - byRight)) + (plane[bottom, right] * byRight)) * byBottom);
    }

    /// <summary>Adobe's programs store inks as 255 less what there is, the first three of YCCK as if they were colours.</summary>
    private static void ToRgba(double[] pixel, bool isRgb, bool isAdobe, Span<byte> rgba)
    {
        rgba[3] = 255;
        if (pixel.Length < 3)
        {
            rgba[..3].Fill(Byte(pixel[0]));
            return;
        }

        var (red, green, blue) = isRgb || (pixel.Length == 4 && !isAdobe)
            ? (pixel[0], pixel[1], pixel[2])
            : (pixel[0] + (1.402 * (pixel[2] - 128)),
                pixel[0] - (0.344136 * (pixel[1] - 128)) - (0.714136 * (pixel[2] - 128)),
                pixel[0] + (1.772 * (pixel[1] - 128)));
        if (pixel.Length == 4)
        {
            var light = isAdobe ? pixel[3] / 255 : 1 - (pixel[3] / 255);
            var areInks = !isAdobe || !isRgb;
            (red, green, blue) = areInks ? (255 - red, 255 - green, 255 - blue) : (red, green, blue);
            (red, green, blue) = (red * light, green * light, blue * light);
        }

        (rgba[0], rgba[1], rgba[2]) = (Byte(red), Byte(green), Byte(blue));
    }

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
