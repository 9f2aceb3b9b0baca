using ImageBatch.Codecs;

namespace ImageBatch.Recompression.Tests.Png;

public sealed class QuantizationTests
{
    private static readonly PngImage Photo = PngImage.Photo(120, 90);

    // Of the formula, by another program's arithmetic.
    [Theory]
    [InlineData(1, 0.0190100)]
    [InlineData(10, 0.0040813)]
    [InlineData(50, 0.0015842)]
    [InlineData(80, 0.0005575)]
    [InlineData(100, 0.0000026)]
    public void Of_a_quality_is_the_error_of_pngquant(int quality, double error) =>
        Assert.Equal(error, PaletteError.Allowed(quality), 7);

    [Fact]
    public void Of_a_higher_quality_is_a_smaller_error() =>
        Assert.All(Enumerable.Range(1, 99), quality => Assert.True(PaletteError.Allowed(quality + 1) < PaletteError.Allowed(quality)));

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void Compress_below_100_gives_a_palette_within_the_bound_or_no_palette(int type)
    {
        var input = PngBytes.File(PngImage.Photo(120, 90, type));
        var source = ReferencePng.Decode(input);
        var colours = new List<int>();
        foreach (var quality in new[] { 1, 10, 30, 50, 70, 80, 90, 95, 99 })
        {
            var output = ReferencePng.Decode(Fixture.Compress(input, quality).Output);
            var palette = output.Pixels.Distinct().ToArray();
            if (output.ColourType == 3)
            {
                colours.Add(palette.Length);
                Assert.InRange(source.Pixels.Average(pixel => palette.Min(one => Distance(one, pixel))), 0, PaletteError.Allowed(quality));
            }
            else
            {
                Assert.True(source.Pixels.AsSpan().SequenceEqual(output.Pixels));
                colours.Add(int.MaxValue);
            }
        }

        Assert.Equal(colours.Order(), colours);
        Assert.InRange(colours[0], 2, 60);
        Assert.Equal(int.MaxValue, colours[^1]);
    }

    [Fact]
    public void Compress_where_256_colours_are_not_enough_is_lossless()
    {
        var random = new Random(3);
        var noise = Photo with { Samples = [.. Photo.Samples.Select(_ => (ushort)random.Next(256))] };
        var input = PngBytes.File(noise);

        LosslessTests.AssertSame(input, Fixture.Compress(input, 50).Output);
    }

    [Fact]
    public void Compress_what_is_wholly_transparent_or_opaque_stays_so()
    {
        var image = PngImage.Photo(120, 90, 6);
        for (var i = 0; i < image.Samples.Length; i += 4)
        {
            image.Samples[i + 3] = (ushort)((i / 4 % 120) switch { < 40 => 0, < 60 => image.Samples[i + 3], _ => 255 });
        }

        var input = PngBytes.File(image);
        var output = ReferencePng.Decode(Fixture.Compress(input, 50).Output);

        Assert.Equal(3, output.ColourType);
        Assert.All(ReferencePng.Decode(input).Pixels.Zip(output.Pixels), pair =>
        {
            if (pair.First.A is 0 or 65_535)
            {
                Assert.Equal(pair.First.A, pair.Second.A);
            }
        });
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    [InlineData(12, 4)]
    public void Compress_few_colours_take_few_bits(int colours, int depth)
    {
        // Columns of a colour each, all of them slightly noisy, so that only quantization makes them few.
        var random = new Random(1);
        var image = new PngImage(120, 80, 2, 8, [.. Enumerable.Range(0, 9600).SelectMany(i =>
        {
            var colour = i % 120 * colours / 120;
            return new[] { colour * 97 % 240, colour * 57 % 240, colour * 157 % 240 }.Select(sample => (ushort)(sample + random.Next(4)));
        })]);

        Assert.Equal((3, depth), Format(Fixture.Compress(PngBytes.File(image), 40).Output));
    }

    [Fact]
    public void Compress_sixteen_bits_are_quantized_like_eight()
    {
        var wide = Photo with { Depth = 16, Samples = [.. Photo.Samples.Select(sample => (ushort)(sample * 257))] };

        Assert.Equal(Fixture.Compress(PngBytes.File(Photo), 50).Output, Fixture.Compress(PngBytes.File(wide), 50).Output);
    }

    private static (int Type, int Depth) Format(byte[] file) => (ReferencePng.Decode(file).ColourType, ReferencePng.Decode(file).Depth);

    /// <summary>The metric of pngquant, written down a second time: the larger error on black and on white.</summary>
    private static double Distance((int R, int G, int B, int A) one, (int R, int G, int B, int A) other)
    {
        static double[] Convert((int R, int G, int B, int A) colour) =>
            [.. new[] { colour.R, colour.G, colour.B }.Select(sample => Math.Pow(sample / 65_535.0, 0.5499 / 0.45455) * colour.A / 65_535)];
        var alpha = (other.A - one.A) / 65_535.0;
        return Convert(one).Zip(Convert(other), (x, y) => Math.Max(Math.Pow(x - y, 2), Math.Pow(x - y + alpha, 2))).Sum();
    }
}
