namespace ImageBatch.Conformance;

/// <summary>
/// The picture that samples show: smooth gradients, two shapes with edges, and a little texture. Red and blue, top and
/// bottom, left and right differ much, so that whatever is swapped or turned shows in any measure.
/// </summary>
internal static class SamplePicture
{
    /// <summary>The picture in full colour.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="hasAlpha">Whether it fades to the right and has a hole.</param>
    /// <param name="time">0 to 1; moves the disc, for the frames of an animation.</param>
    public static RgbaPicture Make(int width, int height, bool hasAlpha = false, double time = 0)
    {
        var rgba = new byte[4 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (y, x) = Math.DivRem(i, width);
            var (u, v) = ((x + 0.5) / width, (y + 0.5) / height);
            var (red, green, blue) = Background(x, y, u, v);
            var disc = Inside((0.2 - Distance(u, v, 0.3 + (0.4 * time), 0.33)) * width);
            (red, green, blue) = (Mix(red, 225, disc), Mix(green, 70, disc), Mix(blue, 40, disc));
            if (u is > 0.55 and < 0.85 && v is > 0.7 and < 0.85)
            {
                (red, green, blue) = (0.5 * red, 0.5 * green, 0.5 * blue);
            }

            var hole = hasAlpha ? Inside((0.15 - Distance(u, v, 0.2, 0.8)) * width) : 0;
            var alpha = hasAlpha ? Math.Min(1, 2.2 * (1 - u)) * (1 - hole) : 1;
            (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2], rgba[(4 * i) + 3]) =
                (Byte(red), Byte(green), Byte(blue), Byte(alpha * 255));
        }

        return new RgbaPicture(width, height, rgba);
    }

    private static (double Red, double Green, double Blue) Background(int x, int y, double u, double v)
    {
        var texture = u > 0.5 && v < 0.5 ? 6 * Math.Sin(x * 0.9) * Math.Sin(y * 0.7) : 0;
        return (60 + (150 * u) + texture, 60 + (130 * v) + texture, 215 - (90 * u) - (50 * v) + texture);
    }

    private static double Distance(double u, double v, double fromU, double fromV) =>
        Math.Sqrt(((u - fromU) * (u - fromU)) + ((v - fromV) * (v - fromV)));

    /// <summary>How much of a pixel lies inside an edge, from its signed distance in pixels: edges are soft by four pixels.</summary>
    private static double Inside(double distance) => Math.Clamp((distance + 2) / 4, 0, 1);

    private static double Mix(double below, double above, double share) => below + ((above - below) * share);

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
