using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>The sample host with its outputs on an S3-compatible server.</summary>
public sealed class S3HostTests : IDisposable
{
    private const string Secret = "hunter2-hunter2-hunter2";

    private readonly string _bucket = $"host-{Guid.NewGuid():N}";
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Host_withImagesOnS3_servesThemThroughItsApi()
    {
        await using var host = await StartAsync();
        var image = await CompressAsync(await host.AddressAsync());

        Assert.StartsWith((await host.AddressAsync()).AbsoluteUri, image.OutputUrl, StringComparison.Ordinal);
        await AssertIsTheOutputAsync(image);
        var objects = await _http.GetStringAsync(new Uri(S3Server.Shared.Url, $"{_bucket}?prefix=shop/"));
        Assert.Equal(2, objects.Split("<Key>").Length);
        Assert.False(Directory.Exists(Path.Combine(host.Folder, "data", "images")));
        Assert.DoesNotContain("hunter2", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_withPresignedUrls_sendsReadersToTheStorage()
    {
        await using var host = await StartAsync("--ImageBatch:S3:PresignedUrlLifetime=1.00:00:00");
        var image = await CompressAsync(await host.AddressAsync());

        Assert.StartsWith(S3Server.Shared.Url.AbsoluteUri + _bucket, image.OutputUrl, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Expires=86400", image.OutputUrl, StringComparison.Ordinal);
        await AssertIsTheOutputAsync(image);
    }

    [Fact]
    public async Task Host_whoseBucketIsMissing_isNotReadyAndSaysWhatToDo()
    {
        await using var host = await StartAsync("--ImageBatch:S3:Bucket=no-such-bucket");

        using var answer = await _http.GetAsync(new Uri(await host.AddressAsync(), "/health/ready"));
        var said = await answer.Content.ReadAsStringAsync();
        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Contains("image_store", said, StringComparison.Ordinal);
        Assert.Contains("NoSuchBucket", said + host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said + host.Output, StringComparison.Ordinal);
    }

    private async Task<SampleHostProcess> StartAsync(params string[] arguments)
    {
        await S3Server.Shared.CreateBucketAsync(_bucket);
        return SampleHostProcess.Start(
            new Dictionary<string, string>
            {
                ["ImageBatch__S3__AccessKey"] = S3Server.AccessKey,
                ["ImageBatch__S3__SecretKey"] = Secret,
                ["ImageBatch__S3__Bucket"] = _bucket,
            },
            [
                "--urls", "http://127.0.0.1:0", "--ImageBatch:Http:AllowPrivateNetworks=true",
                "--ImageBatch:Images=S3", "--ImageBatch:Codecs=Recompression",
                $"--ImageBatch:S3:ServiceUrl={S3Server.Shared.Url}", "--ImageBatch:S3:ForcePathStyle=true",
                "--ImageBatch:S3:KeyPrefix=shop", "--ImageBatch:S3:MaxErrorRetry=0", .. arguments,
            ]);
    }

    private async Task<(string OutputUrl, int Length)> CompressAsync(Uri host)
    {
        using var csv = new StringContent(
            $"Serial Number,Product Name,Input Image Urls\n1,Mug,{host}sample-images/mug-front.jpg\n", Encoding.UTF8);
        csv.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var accepted = await _http.PostAsync(new Uri(host, "/api/upload"), csv);
        using var job = JsonDocument.Parse(await accepted.Content.ReadAsStringAsync());
        var status = new Uri(job.RootElement.GetProperty("status_url").GetString()!);
        var read = await Eventually.GetAsync(
            async () => await _http.GetStringAsync(status) is { } now && now.Contains("\"finished_at\":\"", StringComparison.Ordinal) ? now : null,
            "the job to finish");
        using var finished = JsonDocument.Parse(read);
        var image = finished.RootElement.GetProperty("images")[0];
        Assert.True(image.GetProperty("status").GetString() == "Succeeded", read);
        return (image.GetProperty("output_url").GetString()!, image.GetProperty("bytes_out").GetInt32());
    }

    private async Task AssertIsTheOutputAsync((string OutputUrl, int Length) image)
    {
        using var answer = await _http.GetAsync(new Uri(image.OutputUrl));
        var content = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        Assert.Equal(image.Length, content.Length);
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }
}
