using System.Buffers;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageMagick;

namespace ImageBatch.Magick.Tests;

/// <summary>What the conformance suites leave to a codec.</summary>
public sealed class OutputTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compress_metadata_stayWhereTheOptionSaysSo(bool keep)
    {
        using var image = TestPictures.Noise(60, 40);
        var exif = new ExifProfile();
        exif.SetValue(ExifTag.Copyright, "tell-tale");
        exif.SetValue(ExifTag.Orientation, (ushort)Orientation.RightTop);
        image.SetProfile(exif);
        image.Orientation = Orientation.RightTop;
        var options = new CompressionOptions { Format = OutputFormat.WebP };

        var output = Compress(image.ToByteArray(MagickFormat.Jpeg), options, new MagickOptions { KeepMetadata = keep }).Output;

        Assert.Equal(keep, System.Text.Encoding.Latin1.GetString(output).Contains("tell-tale", StringComparison.Ordinal));
        var header = ImageHeaderReader.Read(output);
        Assert.Equal((40, 60, 1), (header.Width, header.Height, header.Orientation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compress_profile_isKeptOrAppliedAsTheOptionSays(bool convert)
    {
        using var image = TestPictures.Noise(60, 40);
        image.SetProfile(ColorProfiles.AdobeRGB1998);
        var options = new CompressionOptions { Quality = 95 };

        var output = Compress(image.ToByteArray(MagickFormat.Png), options, new MagickOptions { ConvertToSrgb = convert }).Output;

        using var result = new MagickImage(output);
        Assert.Equal(convert, result.GetColorProfile() is null);

        // What is converted has other samples, and the same colours.
        Assert.Equal(convert, image.Compare(result, ErrorMetric.RootMeanSquared) > 0.01);
        image.TransformColorSpace(ColorProfiles.SRGB);
        result.TransformColorSpace(ColorProfiles.SRGB);
        Assert.True(image.Compare(result, ErrorMetric.RootMeanSquared) < 0.03);
    }

    [Fact]
    public void Compress_pngAtLowerQuality_hasFewerColours()
    {
        var file = TestPictures.Noise(200, 150, MagickFormat.Png);

        var lengths = new[] { 100, 60, 5 }.Select(quality => Compress(file, new() { Quality = quality }).Output.Length).ToArray();

        Assert.Equal(lengths.OrderDescending(), lengths);
        Assert.True(lengths[2] < 0.7 * lengths[0], string.Join(", ", lengths));
    }

    /// <summary>Formats that fetch, execute or read other files are ImageMagick's, but not the codec's.</summary>
    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='/etc/hostname'/></svg>")]
    [InlineData("push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 '/etc/hostname'\npop graphic-context")]
    [InlineData("<?xml version='1.0'?><image><read filename='/etc/hostname'/></image>")]
    [InlineData("%PDF-1.4\n%%EOF")]
    [InlineData("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage")]
    public void Compress_formatThatIsNotListed_isUnsupported(string file)
    {
        var failure = Assert.Throws<ImageException>(() => Compress(System.Text.Encoding.ASCII.GetBytes(file), new()));
        Assert.Equal(ImageErrorCodes.ImageUnsupported, failure.Code);
    }

    private static (CompressedImage Image, byte[] Output) Compress(
        byte[] file, CompressionOptions options, MagickOptions? settings = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var image = new MagickCodec(settings ?? new MagickOptions()).Compress(file, options, output, CancellationToken.None);
        return (image, output.WrittenSpan.ToArray());
    }
}
