namespace ImageBatch.Conformance;

/// <summary>What can be computed of pictures that codecs are measured by.</summary>
internal static class Pictures
{
    /// <summary>
    /// Peak signal-to-noise ratio in dB of two pictures of one size: 10 log₁₀(255² ÷ mean squared error), infinite where
    /// they look the same. The error is that of red, green and blue multiplied by alpha, since what is transparent has no
    /// colour, and of alpha where there is any.
    /// </summary>
    public static double Psnr(RgbaPicture picture, RgbaPicture other)
    {
        Assert.Equal((picture.Width, picture.Height), (other.Width, other.Height));
        var one = picture.Rgba.Span;
        var two = other.Rgba.Span;
        var (colours, alphas, hasAlpha) = (0.0, 0.0, false);
        for (var i = 0; i < one.Length; i += 4)
        {
            var (alpha, otherAlpha) = (one[i + 3], two[i + 3]);
            hasAlpha |= (alpha & otherAlpha) != 255;
            alphas += Square(alpha - otherAlpha);
            for (var channel = i; channel < i + 3; channel++)
            {
                colours += Square(((one[channel] * alpha) - (two[channel] * otherAlpha)) / 255.0);
            }
        }

        var samples = one.Length / 4 * (hasAlpha ? 4 : 3);
        return 10 * Math.Log10(255.0 * 255 * samples / (colours + alphas));
    }

    /// <summary>The ratio that is left of two losses that have nothing to do with each other: their mean squared errors add up.</summary>
    public static double Sum(double psnr, double other) =>
        -10 * Math.Log10(Math.Pow(10, -psnr / 10) + Math.Pow(10, -other / 10));

    /// <summary>Whether any pixel is not opaque.</summary>
    public static bool HasAlpha(RgbaPicture picture)
    {
        var rgba = picture.Rgba.Span;
        for (var i = 3; i < rgba.Length; i += 4)
        {
            if (rgba[i] != 255)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How far red, green and blue of a pixel are apart at most; those of transparent ones are not seen.</summary>
    public static int Tinge(RgbaPicture picture)
    {
        var rgba = picture.Rgba.Span;
        var tinge = 0;
        for (var i = 0; i < rgba.Length; i += 4)
        {
            var pixel = rgba.Slice(i, 3);
            var apart = Math.Max(pixel[0], Math.Max(pixel[1], pixel[2])) - Math.Min(pixel[0], Math.Min(pixel[1], pixel[2]));
            tinge = Math.Max(tinge, apart * rgba[i + 3] / 255);
        }

        return tinge;
    }

    /// <summary>The picture on white paper.</summary>
    public static RgbaPicture OnWhite(RgbaPicture picture)
    {
        var rgba = picture.Rgba.ToArray();
        for (var i = 0; i < rgba.Length; i += 4)
        {
            for (var channel = i; channel < i + 3; channel++)
            {
                rgba[channel] = (byte)Math.Round(255 + ((rgba[channel] - 255) * rgba[i + 3] / 255.0));
            }

            rgba[i + 3] = 255;
        }

        return new(picture.Width, picture.Height, rgba);
    }

    /// <summary>The picture scaled down: each pixel is the mean over the area that it covers, colours weighted by alpha.</summary>
    public static RgbaPicture Scale(RgbaPicture picture, int width, int height)
    {
        var columns = Weights(picture.Width, width);
        var rows = Weights(picture.Height, height);
        var from = picture.Rgba.Span;
        var rgba = new byte[4 * width * height];
        Span<double> sums = stackalloc double[4];
        for (var i = 0; i < width * height; i++)
        {
            sums.Clear();
            foreach (var (y, byRow) in rows[i / width])
            {
                foreach (var (x, byColumn) in columns[i % width])
                {
                    var pixel = from.Slice(4 * ((y * picture.Width) + x), 4);
                    var alpha = byRow * byColumn * pixel[3];
                    (sums[0], sums[1], sums[2], sums[3]) =
                        (sums[0] + (alpha * pixel[0]), sums[1] + (alpha * pixel[1]), sums[2] + (alpha * pixel[2]), sums[3] + alpha);
                }
            }

            for (var channel = 0; channel < 3 && sums[3] > 0; channel++)
            {
                rgba[(4 * i) + channel] = (byte)Math.Round(sums[channel] / sums[3]);
            }

            rgba[(4 * i) + 3] = (byte)Math.Round(sums[3]);
        }

        return new(width, height, rgba);
    }

    /// <summary>For each place of the shorter side the places of the longer one that it covers, and their shares of it.</summary>
    private static List<(int Place, double Share)>[] Weights(int from, int to)
    {
        var size = (double)from / to;
        return [.. Enumerable.Range(0, to).Select(i => Enumerable.Range(0, from)
            .Select(place => (place, Math.Max(0, Math.Min((i + 1) * size, place + 1) - Math.Max(i * size, place)) / size))
            .Where(weight => weight.Item2 > 0).ToList())];
    }

    private static double Square(double value) => value * value;
}
