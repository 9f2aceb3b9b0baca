using ImageBatch.Model;
using ImageBatch.Testing;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>Files that claim more than they are: judged by their first bytes, and never given to a codec.</summary>
public sealed class HostileImageTests
{
    public static TheoryData<string> Huge => [.. HugeFiles.Keys];

    private static Dictionary<string, byte[]> HugeFiles => new()
    {
        ["a PNG of one column"] = PngFile.Of(PngFile.Header(1, 500_000_000), PngFile.Chunk("IDAT"u8, new byte[100])),
        ["a PNG of more pixels than a long has"] = PngFile.Of(PngFile.Header(int.MaxValue, int.MaxValue)),
        ["a JPEG with a kilobyte behind its header"] = [.. JpegFile.Of(JpegFile.Frame(width: 65_500, height: 65_500)), .. new byte[1_024]],
        ["a GIF"] = GifFile.Create(1, 65_535, 65_535),
        ["a GIF whose frame is larger than its screen"] =
            [.. GifFile.Screen(1, 1), .. GifFile.Frame(left: 60_000, top: 60_000, width: 5_000, height: 5_000), 0x3B],
        ["a WebP"] = WebPFile.Of(WebPFile.Lossless(width: 16_384, height: 16_384)),
        ["a BMP"] = BmpFile.Create(40, width: 1_000_000, height: 1_000),
        ["a TIFF"] = TiffFile.Create(100_000, 100_000),
        ["an AVIF"] = AvifFile.Create(width: 60_000, height: 60_000),
    };

    [Theory]
    [MemberData(nameof(Huge))]
    public async Task Image_ofTooManyPixels_isRefusedBeforeAnyDecode(string file)
    {
        var image = await ProcessAsync(HugeFiles[file]);

        Assert.Equal(ImageErrorCodes.ImageTooManyPixels, image.Error?.Code);
    }

    [Fact]
    public async Task Image_ofAHundredThousandFrames_isJudgedWithoutADecode()
    {
        var image = await ProcessAsync(GifFile.Create(100_000));

        Assert.Equal(ImageErrorCodes.ImageUnsupported, image.Error?.Code);
    }

    [Theory]
    [InlineData("/a.jpg", "image/jpeg", "<html>Not found</html>", ImageErrorCodes.ImageUnsupported)]
    [InlineData("/a.txt", "text/html", null, null)]
    public async Task Image_isKnownByItsBytesAlone(string path, string type, string? body, string? code)
    {
        await using var host = await EngineHost.StartAsync();
        var url = host.Server.Map(path, context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(body is null ? TestImages.Bmp() : System.Text.Encoding.UTF8.GetBytes(body)).AsTask();
        });

        var job = await host.FinishedAsync((await host.SubmitAsync([url])).Id);

        Assert.Equal(code, Assert.Single(await host.ImagesAsync(job.Id)).Error?.Code);
    }

    private static async Task<JobImage> ProcessAsync(byte[] file)
    {
        await using var host = await EngineHost.StartAsync();
        var decodes = 0;
        host.Codec.OnCompress = (_, _) => decodes++;

        var job = await host.FinishedAsync((await host.SubmitAsync([host.Server.MapBytes("/a", file)])).Id);

        Assert.Equal(0, decodes);
        Assert.Equal(0, host.Get<ImageBatch.Processing.ByteBudget>().Reserved);
        return Assert.Single(await host.ImagesAsync(job.Id));
    }
}
