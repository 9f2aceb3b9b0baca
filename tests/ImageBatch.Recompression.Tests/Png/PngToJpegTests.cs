using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Recompression.Tests.Reference;

namespace ImageBatch.Recompression.Tests.Png;

public sealed class PngToJpegTests
{
    private static readonly RecompressionOptions ToJpeg = new() { OpaquePngToJpeg = true };
    private static readonly CompressionOptions Converting = new() { Format = OutputFormat.Jpeg };
    private static readonly PngImage Photo = PngImage.Photo(150, 110);

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(3, 8)]
    [InlineData(4, 8)]
    [InlineData(6, 16)]
    public void Compress_converting_every_kind_gives_the_coefficients_of_its_pixels_on_white(int type, int depth)
    {
        foreach (var (width, height) in new[] { (1, 1), (17, 33), (48, 16), (9, 70) })
        {
            foreach (var isInterlaced in new[] { false, true })
            {
                var input = PngBytes.File(PngImage.Picture(width, height, type, depth) with { IsInterlaced = isInterlaced });

                AssertJpegOf(input, Convert(input, new()), isHalved: true, 50);
            }
        }
    }

    [Theory]
    [InlineData(1, ChromaSubsampling.Keep, false, true)]
    [InlineData(89, ChromaSubsampling.Keep, false, true)]
    [InlineData(90, ChromaSubsampling.Keep, false, false)]
    [InlineData(100, ChromaSubsampling.Keep, false, false)]
    [InlineData(100, ChromaSubsampling.Halve, false, true)]
    [InlineData(60, ChromaSubsampling.Keep, true, true)]
    [InlineData(95, ChromaSubsampling.Keep, true, false)]
    public void Compress_converting_colour_is_halved_below_90_or_where_asked_and_progressive_where_asked(
        int quality, ChromaSubsampling subsampling, bool isProgressive, bool isHalved)
    {
        var input = PngBytes.File(PngImage.Picture(83, 45, 2, 8));
        var settings = new RecompressionOptions { ChromaSubsampling = subsampling, Progressive = isProgressive };
        var output = Convert(input, settings, quality);

        AssertJpegOf(input, output, isHalved, quality);
        Assert.Equal(isProgressive, ReferenceDecoder.Decode(output).IsProgressive);
        Assert.Equal(!isProgressive, ReferenceDecoder.Decode(output).IsBaseline);
    }

    [Fact]
    public void Compress_allowed_to_a_photograph_becomes_the_JPEG_of_a_conversion()
    {
        var input = PngBytes.File(Photo);
        var (output, result) = Fixture.Compress(input, new CompressionOptions(), ToJpeg);

        Assert.Equal((ImageFormat.Jpeg, false), (result.Format, result.Unchanged));
        Assert.Equal(Convert(input, new()), output);
        Assert.True(output.Length < Fixture.Compress(input).Output.Length);
    }

    [Fact]
    public void Compress_allowed_to_opaque_alpha_and_grey_become_JPEG()
    {
        var opaque = PngImage.Photo(150, 110, 6);
        for (var i = 3; i < opaque.Samples.Length; i += 4)
        {
            opaque.Samples[i] = 255;
        }

        var alpha = Fixture.Compress(PngBytes.File(opaque), new CompressionOptions(), ToJpeg);
        var grey = Fixture.Compress(PngBytes.File(PngImage.Photo(150, 110, 0)), new CompressionOptions { Quality = 20 }, ToJpeg);

        Assert.Equal((ImageFormat.Jpeg, 3), (alpha.Result.Format, ReferenceDecoder.Decode(alpha.Output).Components.Count));
        Assert.Equal((ImageFormat.Jpeg, 1), (grey.Result.Format, ReferenceDecoder.Decode(grey.Output).Components.Count));
    }

    [Fact]
    public void Compress_not_allowed_to_or_asked_for_PNG_or_every_pixel_stays_PNG()
    {
        var input = PngBytes.File(Photo);
        foreach (var (options, settings) in new (CompressionOptions, RecompressionOptions)[]
        {
            (new(), new()),
            (new() { Format = OutputFormat.Png }, ToJpeg),
            (new() { Quality = 100 }, ToJpeg),
        })
        {
            var (output, result) = Fixture.Compress(input, options, settings);

            Assert.Equal(ImageFormat.Png, result.Format);
            Assert.Equal(Fixture.Compress(input, options.Quality).Output, output);
        }
    }

    [Fact]
    public void Compress_allowed_to_what_has_any_transparency_stays_PNG()
    {
        var alpha = PngImage.Photo(150, 110, 6);
        for (var i = 3; i < alpha.Samples.Length; i += 4)
        {
            alpha.Samples[i] = 255;
        }

        alpha.Samples[4003] = 254;
        var key = Photo with { Transparency = [0, (byte)Photo.Samples[0], 0, (byte)Photo.Samples[1], 0, (byte)Photo.Samples[2]] };

        AssertStaysPng(PngBytes.File(alpha));
        AssertStaysPng(PngBytes.File(key));
    }

    [Fact]
    public void Compress_allowed_to_flat_colours_and_steps_stay_PNG_exactly()
    {
        var random = new Random(4);
        var bars = new PngImage(160, 120, 2, 8, [.. Enumerable.Range(0, 160 * 120).SelectMany(i =>
            new[] { i % 160 / 20 * 30, i / 160 / 15 * 25, (i / 40 % 7) * 35 }.Select(sample => (ushort)sample))]);
        var dots = new PngImage(160, 120, 0, 1, [.. Enumerable.Range(0, 160 * 120).Select(_ => (ushort)random.Next(2))]);

        LosslessTests.AssertSame(PngBytes.File(bars), AssertStaysPng(PngBytes.File(bars)));
        LosslessTests.AssertSame(PngBytes.File(dots), AssertStaysPng(PngBytes.File(dots)));
    }

    /// <summary>Squares of 16 greys, each a block: a JPEG is shorter than the PNG, but not by half.</summary>
    [Fact]
    public void Compress_allowed_to_what_is_exact_and_less_than_twice_as_long_stays_PNG()
    {
        var random = new Random(2);
        var greys = Enumerable.Range(0, 1200).Select(_ => (ushort)(17 * random.Next(16))).ToArray();
        var image = new PngImage(320, 240, 0, 8, [.. Enumerable.Range(0, 320 * 240).Select(i => greys[(i / 320 / 8 * 40) + (i % 320 / 8)])]);
        var input = PngBytes.File(image);
        var options = new CompressionOptions { Quality = 20 };
        var exact = Fixture.Compress(input, 100).Output;
        var jpeg = Convert(input, new(), 20);

        Assert.InRange(jpeg.Length, (exact.Length / 2) + 1, exact.Length - 1);
        Assert.Equal(ImageFormat.Png, Fixture.Compress(input, options, ToJpeg).Result.Format);
    }

    [Fact]
    public void Compress_allowed_to_an_animation_stays_PNG_and_asked_to_its_image_is_converted()
    {
        byte[] control = [.. PngBytes.Chunk("acTL", [0, 0, 0, 1, 0, 0, 0, 0]), .. PngBytes.Chunk("fcTL", new byte[26])];
        var input = PngBytes.File(Photo, control);

        AssertStaysPng(input);
        Assert.Equal(Convert(PngBytes.File(Photo), new()), Convert(input, new()));
    }

    [Fact]
    public void Compress_warm_after_a_JPEG_gives_the_PNG_of_a_cold_call()
    {
        var codec = new RecompressionCodec(ToJpeg);
        foreach (var input in new[] { PngBytes.File(Photo), PngBytes.File(PngImage.Picture(90, 70, 3, 4)), PngBytes.File(Photo) })
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            codec.Compress(input, new(), output, default);

            Assert.Equal(Fixture.Compress(input, new CompressionOptions(), ToJpeg).Output, output.WrittenSpan.ToArray());
        }
    }

    private static byte[] AssertStaysPng(byte[] input)
    {
        var (output, result) = Fixture.Compress(input, new CompressionOptions(), ToJpeg);
        Assert.Equal(ImageFormat.Png, result.Format);
        Assert.Equal(Fixture.Compress(input).Output, output);
        return output;
    }

    private static byte[] Convert(byte[] input, RecompressionOptions settings, int quality = 50)
    {
        var (output, result) = Fixture.Compress(input, Converting with { Quality = quality }, settings);
        Assert.Equal((ImageFormat.Jpeg, false), (result.Format, result.Unchanged));
        Assert.Equal(ImageFormat.Jpeg, ImageHeaderReader.Read(output).Format);
        return output;
    }

    private static void AssertJpegOf(byte[] png, byte[] jpeg, bool isHalved, int quality)
    {
        var source = ReferencePng.Decode(png);
        var image = ReferenceDecoder.Decode(jpeg);
        var isGrey = source.Pixels.All(pixel => pixel.R == pixel.G && pixel.G == pixel.B);
        Assert.Equal((source.Width, source.Height, isGrey ? 1 : 3), (image.Width, image.Height, image.Components.Count));
        for (var i = 0; i < image.Components.Count; i++)
        {
            var component = image.Components[i];
            Assert.Equal(isHalved && !isGrey && i == 0 ? (2, 2) : (1, 1), (component.H, component.V));
            Assert.Equal(ReferenceRequantizer.Steps(quality, i > 0), component.Steps);
            var expected = ReferenceEncoder.Transform(source, i, isHalved);
            Assert.Equal((component.Wide * component.High), expected.Count);
            for (var block = 0; block < expected.Count; block++)
            {
                var actual = component.Blocks[(block / component.Wide * component.Stride) + (block % component.Wide)];
                Assert.All(expected[block].Zip(actual, component.Steps), entry =>
                    Assert.InRange(entry.Second - (entry.First / entry.Third), -0.501, 0.501));
            }
        }
    }
}
