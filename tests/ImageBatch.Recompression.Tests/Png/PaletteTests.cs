using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Pixels;
using ImageBatch.Recompression.Png.Quantization;

namespace ImageBatch.Recompression.Tests.Png;

public sealed class PaletteTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(37, true)]
    [InlineData(256, false)]
    public void Find_with_any_guess_gives_what_it_gives_without(int count, bool isOpaque)
    {
        var random = new Random(count);
        var palette = Enumerable.Range(0, count).Select(_ => Colour(random, isOpaque)).ToArray();
        var search = new PaletteSearch();
        search.Begin(palette, isOpaque);
        for (var i = 0; i < 5000; i++)
        {
            // Half of them lie near a colour, where a guess may be taken at once.
            var (near, other) = (palette[random.Next(count)], Colour(random, isOpaque));
            var colour = i % 2 == 0 ? other : near + ((other - near) * 0.1f);

            Assert.Equal(search.Find(colour).Place, search.Find(colour, random.Next(count)).Place);
            Assert.Equal(Nearest(palette, colour), search.Find(colour, random.Next(count)).Distance, 1e-6f);
        }
    }

    /// <summary>A few colours are far off those of the image: they have to be near enough too.</summary>
    [Fact]
    public void TryFind_the_cubic_mean_of_the_distances_is_within_the_bound()
    {
        var bound = QualityBound.Of(20);
        foreach (var type in new[] { 2, 6 })
        {
            var histogram = Histogram(PngImage.Photo(120, 90, type), outliers: 40);
            var finder = new PaletteFinder();
            Assert.True(finder.TryFind(histogram, bound, default));

            var colours = finder.Palette.ToArray();
            var cubes = Enumerable.Range(0, histogram.Count)
                .Sum(i => Math.Pow(Nearest(colours, histogram.Colours[i]), 1.5) * histogram.Weights[i]);
            Assert.InRange(Math.Pow(cubes, 2 / 3.0), 0.8 * bound, bound);
            Assert.InRange(finder.CubicError, finder.Error, bound);
        }
    }

    [Fact]
    public void Compress_noise_is_dithered_less_than_a_slope()
    {
        var random = new Random(1);
        Assert.InRange(Strength((x, y) => 100 + (x / 2)), 0.9f, 1);
        Assert.InRange(Strength((x, y) => 100 + random.Next(60)), 0.3f, 0.75f);
        Assert.InRange(Strength((x, y) => (x + y) % 2 * 255), 0.3f, 0.35f);
    }

    /// <summary>The mean strength of the second row, where one colour covers all.</summary>
    private static float Strength(Func<int, int, int> grey)
    {
        var rows = new DitherRows();
        var places = new byte[200];
        rows.Begin(new Greys(grey));
        rows.Advance(0, places, places, places);
        rows.Advance(1, places, places, places);
        return rows.Strengths.ToArray()[1..^1].Average();
    }

    private static ColourHistogram Histogram(PngImage image, int outliers)
    {
        var random = new Random(5);
        var histogram = new ColourHistogram();
        histogram.Clear();
        var pixels = Enumerable.Range(0, image.Width * image.Height).Select(i =>
        {
            var samples = image.Samples.AsSpan(i * image.Channels, image.Channels);
            return samples[0] | ((uint)samples[1] << 8) | ((uint)samples[2] << 16) | (image.Channels == 4 ? (uint)samples[3] << 24 : 0xFF000000);
        }).ToArray();
        for (var i = 0; i < outliers; i++)
        {
            pixels[i] = (uint)random.Next() | 0xFF000000;
        }

        histogram.Add(pixels);
        histogram.End(pixels.Length);
        return histogram;
    }

    private static Vector128<float> Colour(Random random, bool isOpaque)
    {
        var alpha = isOpaque ? 1 : random.NextSingle();
        return Vector128.Create(random.NextSingle(), random.NextSingle(), random.NextSingle(), 1) * alpha;
    }

    private static float Nearest(Vector128<float>[] palette, Vector128<float> colour) => palette.Min(one =>
    {
        var (sum, alpha) = (0f, colour[3] - one[3]);
        for (var i = 0; i < 3; i++)
        {
            var black = one[i] - colour[i];
            sum += Math.Max(black * black, (black + alpha) * (black + alpha));
        }

        return sum;
    });

    private sealed class Greys(Func<int, int, int> grey) : IPixelRows<uint>
    {
        public int Width => 200;

        public int Height => 3;

        public void Read(int y, Span<uint> target)
        {
            for (var x = 0; x < Width; x++)
            {
                target[x] = 0xFF000000 | ((uint)grey(x, y) * 0x010101);
            }
        }
    }
}
