using System.Net.Http.Json;
using System.Text.Json;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.EndToEnd.Tests.Sample;

public sealed class SampleHostTests
{
    [Fact]
    public async Task Demo_inProduction_shrinksItsCatalogueAndExitsWithZero()
    {
        await using var host = SampleHostProcess.Start("--demo");

        var exitCode = await host.ExitCodeAsync();

        Assert.True(exitCode == 0, host.Output);
        Assert.Contains("24 of 25 images", host.Output, StringComparison.Ordinal);
        Assert.Contains("The server answered 404.", host.Output, StringComparison.Ordinal);
        var folder = Assert.Single(Directory.GetDirectories(Path.Combine(host.Folder, "data"), "demo-*"));
        var outputs = Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories);
        Assert.Equal(24, outputs.Length);
        Assert.All(outputs, output => Assert.Equal(ImageFormat.Jpeg, ImageHeaderReader.Read(File.ReadAllBytes(output)).Format));
        var inputs = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "catalogue", "images")).Sum(file => new FileInfo(file).Length);
        var saved = 1 - ((double)outputs.Sum(file => new FileInfo(file).Length) / inputs);
        Assert.InRange(saved, 0.35, 0.75);
        Assert.Equal(15, (await File.ReadAllLinesAsync(Path.Combine(folder, "result.csv"))).Length);
        Assert.Equal(ImageFormat.WebP, ImageHeaderReader.Read(await ReadOnlyAsync(folder, "*.webp")).Format);
        Assert.Equal(ImageFormat.Avif, ImageHeaderReader.Read(await ReadOnlyAsync(folder, "*.avif")).Format);
    }

    [Fact]
    public async Task Demo_without_a_codec_that_converts_says_so_and_fails()
    {
        await using var host = SampleHostProcess.Start("--demo", "--ImageBatch:Codecs=Recompression");

        Assert.NotEqual(0, await host.ExitCodeAsync());
        Assert.Contains("24 of 25 images", host.Output, StringComparison.Ordinal);
        Assert.Contains("paper-lantern.png did not become webp", host.Output, StringComparison.Ordinal);
    }

    private static Task<byte[]> ReadOnlyAsync(string folder, string pattern) =>
        File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder, pattern, SearchOption.AllDirectories)));

    [Fact]
    public async Task Host_startedFromAnotherFolder_servesApiHealthAndDocument()
    {
        await using var host = SampleHostProcess.Start("--urls", "http://127.0.0.1:0", "--ImageBatch:Prefixes:0=/image_process");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        var document = await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        using var ready = await http.GetAsync("/health/ready");
        using var live = await http.GetAsync("/health");
        using var image = await http.GetAsync("/sample-images/mug-front.jpg");
        using var unknown = await http.GetAsync("/image_process/status/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa");

        Assert.Equal((200, 200, 200, 404), ((int)ready.StatusCode, (int)live.StatusCode, (int)image.StatusCode, (int)unknown.StatusCode));
        Assert.Equal("image/jpeg", image.Content.Headers.ContentType?.MediaType);
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToArray();
        foreach (var route in new[] { "upload", "status/{request_id}", "download/{request_id}", "webhook", "cancel/{request_id}", "retry/{request_id}" })
        {
            Assert.Contains($"/image_process/{route}", paths);
        }
    }

    [Theory]
    [InlineData("--ImageBatch:Store=Oracle", "Store")]
    [InlineData("--ImageBatch:Store=PostgreSQL", "ImageBatch:ConnectionString is missing")]
    [InlineData("--ImageBatch:Queue=Kafka", "It has: InMemory, RabbitMQ.")]
    [InlineData("--ImageBatch:Images=Tape", "It has: FileSystem, InMemory, S3.")]
    [InlineData("--ImageBatch:Images=S3", "Bucket")]
    [InlineData("--ImageBatch:Codecs:0=Nothing", "ImageBatch:Codecs")]
    [InlineData("--ImageBatch:Processing:DownloadSlots=0", "DownloadSlots")]
    [InlineData("--ImageBatch:RetainFinishedJobsFor=3.00:00:00", "webhooks are tried for 75 hours")]
    public async Task Host_withASettingItDoesNotHave_saysSoAndStops(string argument, string named)
    {
        await using var host = SampleHostProcess.Start("--urls", "http://127.0.0.1:0", argument);

        Assert.NotEqual(0, await host.ExitCodeAsync());
        Assert.Contains(named, host.Output, StringComparison.Ordinal);
    }

    /// <summary>The order of the configuration is the one that counts, and that the host says it has.</summary>
    [Theory]
    [InlineData("ImageSharp,Recompression", "ImageSharp, Recompression")]
    [InlineData("Magick", "Magick")]
    [InlineData("", "Recompression, Magick, ImageSharp")]
    public async Task Host_withCodecs_saysItsOrderInOneLine(string codecs, string order)
    {
        await using var host = SampleHostProcess.Start(
            codecs.Length == 0
                ? ["--urls", "http://127.0.0.1:0"]
                : ["--urls", "http://127.0.0.1:0", $"--ImageBatch:Codecs={codecs}"]);

        await host.AddressAsync();

        Assert.Contains($"Compressing with {order}, the preferred first{Environment.NewLine}", host.Output, StringComparison.Ordinal);
    }
}
