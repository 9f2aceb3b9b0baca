using ImageBatch.Model;

namespace ImageBatch.Recompression.Tests.Png;

/// <summary>JPEGs of PNGs beside those of libjpeg's own encoder, where it is installed, both read by its decoder.</summary>
public sealed class CjpegTests
{
    [Theory]
    [InlineData(0, 50, "")]
    [InlineData(2, 50, "")]
    [InlineData(2, 10, "")]
    [InlineData(2, 85, "")]
    [InlineData(2, 92, "-sample 1x1")]
    public async Task Compress_to_JPEG_is_as_short_and_as_good_as_cjpeg(int type, int quality, string sampling)
    {
        var image = PngImage.Photo(643, 481, type);
        var (output, _) = Fixture.Compress(
            PngBytes.File(image), new CompressionOptions { Quality = quality, Format = OutputFormat.Jpeg }, new RecompressionOptions());
        byte[] pixels = [.. image.Samples.Select(sample => (byte)sample)];
        byte[] portable = [.. System.Text.Encoding.ASCII.GetBytes($"P{(type == 0 ? 5 : 6)}\n643 481\n255\n"), .. pixels];
        var reference = await LibjpegTool.Cjpeg.RunAsync($"-quality {quality} -optimize -baseline {sampling}", portable);

        Assert.InRange(output.Length, 0.9 * reference.Length, 1.02 * reference.Length);
        var difference = await DecibelsAsync(output, pixels) - await DecibelsAsync(reference, pixels);
        Assert.InRange(difference, -0.2, double.PositiveInfinity);
    }

    private static async Task<double> DecibelsAsync(byte[] jpeg, byte[] pixels)
    {
        var decoded = await LibjpegTool.Djpeg.RunAsync("-pnm", jpeg);
        var error = decoded[^pixels.Length..].Zip(pixels, (one, other) => Math.Pow(one - other, 2)).Average();
        return 10 * Math.Log10(255 * 255 / error);
    }
}
