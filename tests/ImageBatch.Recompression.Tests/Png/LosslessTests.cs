namespace ImageBatch.Recompression.Tests.Png;

public sealed class LosslessTests
{
    private static readonly (int Width, int Height)[] Sizes =
        [(1, 1), (1, 9), (9, 1), (2, 2), (3, 5), (5, 3), (8, 8), (17, 9), (33, 31), (100, 3), (4, 70)];

    private static readonly (int ColourType, int Depth)[] Formats =
    [
        (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16),
    ];

    public static TheoryData<int, int, bool, bool> Kinds()
    {
        var kinds = new TheoryData<int, int, bool, bool>();
        foreach (var (type, depth) in Formats)
        {
            foreach (var isInterlaced in new[] { false, true })
            {
                kinds.Add(type, depth, isInterlaced, false);
                if (type < 4)
                {
                    kinds.Add(type, depth, isInterlaced, true);
                }
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compress_at_quality_100_keeps_every_pixel(int type, int depth, bool isInterlaced, bool isTransparent)
    {
        foreach (var (width, height) in Sizes)
        {
            foreach (var metadata in new[] { false, true })
            {
                var image = PngImage.Picture(width, height, type, depth, seed: width + height) with { IsInterlaced = isInterlaced };
                image = image with { Transparency = isTransparent ? Transparency(image) : null };
                var input = PngBytes.File(image, metadata ? PngBytes.Chunk("tEXt", new byte[500]) : null, pieces: 3);
                AssertSame(input, Fixture.Compress(input, 100).Output);
            }
        }
    }

    [Fact]
    public void Compress_pixels_of_every_range_keeps_them_in_the_smallest_format()
    {
        foreach (var (width, height) in Sizes)
        {
            // The same grey in three samples, opaque alpha, and both bytes of 16 bits the same.
            foreach (var (levels, depth) in new[] { (2, 1), (4, 2), (16, 4), (256, 8) })
            {
                var random = new Random(levels);
                var greys = Enumerable.Range(0, width * height).Select(i => (ushort)((i < levels ? i : random.Next(levels)) * 65_535 / (levels - 1)));
                var image = new PngImage(width, height, 6, 16, [.. greys.SelectMany(grey => new[] { grey, grey, grey, ushort.MaxValue })]);
                var input = PngBytes.File(image);
                var output = Fixture.Compress(input, 100).Output;

                AssertSame(input, output);
                var (type, bits) = Format(output);
                Assert.True(type is 0 or 3 && bits <= depth, $"{levels} greys of {width} × {height} became type {type} of {bits} bits.");
            }
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(16, 4)]
    [InlineData(17, 8)]
    [InlineData(256, 8)]
    public void Compress_few_colours_become_a_palette_of_the_smallest_depth(int colours, int depth)
    {
        var random = new Random(colours);
        var palette = Enumerable.Range(0, colours).Select(i => new[] { (ushort)i, (ushort)(255 - i), (ushort)(i * 7 % 256), (ushort)(i % 3 == 0 ? i : 255) }).ToArray();
        var image = new PngImage(90, 70, 6, 8, [.. Enumerable.Range(0, 6300).SelectMany(i => palette[i < colours ? i : random.Next(colours)])]);
        var input = PngBytes.File(image);
        var output = Fixture.Compress(input, 100).Output;

        AssertSame(input, output);
        Assert.Equal((3, depth), Format(output));
    }

    [Fact]
    public void Compress_one_transparent_colour_is_said_without_alpha_unless_it_is_opaque_elsewhere()
    {
        var image = PngImage.Photo(80, 60, 6);
        var samples = image.Samples.Chunk(4).Select((pixel, i) => (ushort[])(i % 7 == 0 ? [1, 2, 3, 0] : [pixel[0], pixel[1], pixel[2], 255])).ToArray();
        var input = PngBytes.File(image with { Samples = [.. samples.SelectMany(pixel => pixel)] });
        var output = Fixture.Compress(input, 100).Output;

        AssertSame(input, output);
        Assert.Equal((2, 8), Format(output));
        samples[1] = [1, 2, 3, 255];
        input = PngBytes.File(image with { Samples = [.. samples.SelectMany(pixel => pixel)] });
        output = Fixture.Compress(input, 100).Output;
        AssertSame(input, output);
        Assert.Equal((6, 8), Format(output));
    }

    [Fact]
    public void Compress_a_colour_profile_keeps_grey_grey_and_colour_in_colour()
    {
        var profile = PngBytes.Chunk("iCCP", [.. "x\0\0"u8, .. PngBytes.Compress(new byte[300])]);
        foreach (var (type, allowed) in new (int, int[])[] { (0, [0, 4]), (2, [2, 3, 6]), (4, [0, 4]), (6, [2, 3, 6]) })
        {
            var grey = new ushort[PngImage.ChannelsOf(type) * 900];
            Array.Fill(grey, (ushort)255);
            var input = PngBytes.File(new(30, 30, type, 8, grey), profile);
            var output = Fixture.Compress(input, 100).Output;

            AssertSame(input, output);
            Assert.Contains(Format(output).Type, allowed);
            Assert.True(output.Length < input.Length);
        }
    }

    [Fact]
    public void Compress_places_outside_the_palette_are_black()
    {
        var input = PngBytes.File(new(5, 5, 3, 8, [.. Enumerable.Range(0, 25).Select(i => (ushort)(i * 10))]) { Palette = [9, 9, 9] });

        var pixels = ReferencePng.Decode(Fixture.Compress(input, 100).Output).Pixels;
        Assert.Equal((9 * 257, 9 * 257, 9 * 257, 65_535), pixels[0]);
        Assert.All(pixels[1..], pixel => Assert.Equal((0, 0, 0, 65_535), pixel));
    }

    internal static void AssertSame(byte[] input, byte[] output)
    {
        var (expected, actual) = (ReferencePng.Decode(input), ReferencePng.Decode(output));
        Assert.True(output.Length <= input.Length);
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.True(expected.Pixels.AsSpan().SequenceEqual(actual.Pixels), "A pixel has changed.");
    }

    private static (int Type, int Depth) Format(byte[] file)
    {
        var header = PngBytes.Chunks(file)[0].Data;
        return (header[9], header[8]);
    }

    private static byte[] Transparency(PngImage image) => image.ColourType switch
    {
        3 => [.. Enumerable.Range(0, Math.Min(1 << image.Depth, 100)).Select(i => (byte)(i * 37))],
        0 => [(byte)(image.Samples[0] >> 8), (byte)image.Samples[0]],
        _ => [.. image.Samples.Take(3).SelectMany(sample => new[] { (byte)(sample >> 8), (byte)sample })],
    };
}
