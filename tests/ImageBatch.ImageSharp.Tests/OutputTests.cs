using System.Buffers;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Ports;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Tests;

/// <summary>What the conformance suites leave to a codec.</summary>
public sealed class OutputTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compress_metadata_stay_where_the_option_says_so(bool keep)
    {
        using var image = TestPictures.Make(60, 40);
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Copyright, "tell-tale");
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)6);
        var options = new CompressionOptions { Format = OutputFormat.Png };

        var (_, output) = Compress(Encode(image, new JpegEncoder()), options, new ImageSharpOptions { KeepMetadata = keep });

        Assert.Equal(keep, System.Text.Encoding.Latin1.GetString(output).Contains("tell-tale", StringComparison.Ordinal));
        var header = ImageHeaderReader.Read(output);
        Assert.Equal((40, 60, 1), (header.Width, header.Height, header.Orientation));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    [InlineData(200, 3)]
    public void Compress_black_and_white_tiff_keeps_its_pixels(int width, int height)
    {
        using var image = new Image<L8>(width, height);
        image.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    rows.GetRowSpan(y)[x] = new L8((byte)((x + y) % 2 == 0 ? 0 : 255));
                }
            }
        });
        var file = Encode(image, new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit24, Compression = TiffCompression.None });

        var (_, output) = Compress(file, new CompressionOptions());

        using var result = Image.Load<L8>(output);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Assert.Equal(image[x, y], result[x, y]);
            }
        }
    }

    /// <summary>The library leaves out what stands still: it has to shine through, not become black.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(60)]
    public void Compress_animation_of_a_part_only_leaves_the_rest_as_it_is(int? maxWidth)
    {
        using var image = new Image<Rgba32>(90, 60, Color.White);
        using var next = new Image<Rgba32>(90, 60, Color.White);
        next.ProcessPixelRows(rows => rows.GetRowSpan(30)[..45].Fill(Color.Red));
        image.Frames.AddFrame(next.Frames.RootFrame);

        var (_, output) = Compress(Encode(image, new GifEncoder()), new CompressionOptions { MaxWidth = maxWidth });

        using var result = Image.Load<Rgba32>(output);
        Assert.Equal(2, result.Frames.Count);
        Assert.Equal(new Rgba32(255, 255, 255), result.Frames[1][result.Width - 5, result.Height / 2]);
        Assert.Equal(new Rgba32(255, 255, 255), result.Frames[1][5, 5]);
        Assert.True(result.Frames[1][5, result.Height / 2] is { R: > 200, G: < 200 });
    }

    [Fact]
    public void Compress_png_below_quality_100_gets_a_palette()
    {
        var file = TestPictures.Encode(200, 150, new PngEncoder());

        var lengths = new[] { 100, 5 }.Select(quality => Compress(file, new CompressionOptions { Quality = quality }).Output.Length).ToArray();

        Assert.True(lengths[1] < 0.7 * lengths[0], string.Join(", ", lengths));
    }

    [Fact]
    public void Compress_arithmetic_jpeg_avif_or_animation_is_not_taken()
    {
        var codec = new ImageSharpCodec(new ImageSharpOptions());
        var avif = new ImageHeader { Format = ImageFormat.Avif, Width = 1, Height = 1, Length = 1 };
        var arithmetic = new ImageHeader { Format = ImageFormat.Jpeg, JpegProcess = JpegProcess.Arithmetic, Width = 1, Height = 1, Length = 1 };

        Assert.Equal("AVIF images", codec.CanCompress(avif, new()).Reason);
        Assert.Equal("lossless, hierarchical and arithmetic JPEG", codec.CanCompress(arithmetic, new()).Reason);
        Assert.Equal("animated PNG images", codec.CanCompress(avif with { Format = ImageFormat.Png, Frames = 2 }, new()).Reason);
        Assert.Equal("animated WebP images", codec.CanCompress(avif with { Format = ImageFormat.WebP, Frames = 2 }, new()).Reason);
        Assert.False(codec.CanCompress(avif with { Format = ImageFormat.Png }, new() { Format = OutputFormat.Avif }).CanCompress);
    }

    private static (CompressedImage Image, byte[] Output) Compress(
        byte[] file, CompressionOptions options, ImageSharpOptions? settings = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var image = new ImageSharpCodec(settings ?? new ImageSharpOptions()).Compress(file, options, output, CancellationToken.None);
        return (image, output.WrittenSpan.ToArray());
    }

    private static byte[] Encode(Image image, SixLabors.ImageSharp.Formats.IImageEncoder encoder)
    {
        using var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }
}
