using System.Net;
using System.Net.Http.Headers;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ImageBatch.AspNetCore.Tests.Endpoints;

public sealed class OutputEndpointTests
{
    private static readonly byte[] Content = [1, 2, 3, 4, 5];
    private static readonly OutputKey Key = OutputKey.Create(JobId.New(TestJobs.Time), 7, Content, ImageFormat.Jpeg);
    private static readonly string Path = $"/api/images/{Key}";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_output_is_served_safely_and_for_ever(bool seekable)
    {
        await using var host = await StartAsync(seekable);

        using var answer = await host.Http.GetAsync(Path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Content, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(5, answer.Content.Headers.ContentLength);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
        Assert.Equal($"\"{Key.Name}\"", answer.Headers.ETag?.Tag);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Head_output_has_headers_and_no_body(bool seekable)
    {
        await using var host = await StartAsync(seekable);

        using var answer = await host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, Path));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(5, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_output_already_held_is_not_modified(bool seekable)
    {
        await using var host = await StartAsync(seekable);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{Key.Name}\""));

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Get_range_of_a_seekable_output_is_partial()
    {
        await using var host = await StartAsync(seekable: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Range = new RangeHeaderValue(1, 2);

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal([2, 3], await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("0-00000000000000000000000000000000.jpg")]
    [InlineData("passwd")]
    [InlineData("..%2F..%2Fpasswd")]
    [InlineData("%2e%2e")]
    [InlineData("0-00000000000000000000000000000000.exe")]
    public async Task Get_output_that_does_not_exist_is_not_found(string name)
    {
        await using var host = await StartAsync(seekable: true);
        await host.Http.GetAsync($"/api/images/{Key.Job}/x{name}").AssertProblemAsync(404, ApiErrorCodes.ImageNotFound);
    }

    [Fact]
    public async Task Get_output_that_only_some_may_read_is_for_private_caches()
    {
        await using var host = await ApiHost.StartAsync(
            services => services.AddAuthorization().AddAuthentication("test").AddScheme<
                Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, TestAuthentication>("test", null),
            app => app.MapImageBatch().RequireAuthorization());
        Add(host, seekable: true);
        host.Http.DefaultRequestHeaders.Authorization = new("test", "user");

        using var answer = await host.Http.GetAsync(Path);

        Assert.True(answer.Headers.CacheControl?.Private);
        Assert.False(answer.Headers.CacheControl?.Public);
    }

    [Theory]
    [InlineData("Range", "bytes=100-", 416)]
    [InlineData("If-Match", "\"other\"", 412)]
    [InlineData("Range", "bytes=1-2", 206)]
    [InlineData("If-None-Match", "*", 304)]
    public async Task Get_output_is_cached_for_ever_only_where_it_is_answered_with(string header, string value, int status)
    {
        await using var host = await StartAsync(seekable: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status < 400 ? "public, max-age=31536000, immutable" : "no-store", answer.Headers.GetValues("Cache-Control").Single());
    }

    [Fact]
    public async Task Get_output_that_cannot_be_read_now_is_not_cached()
    {
        await using var host = await StartAsync(seekable: true);
        using var missing = await host.Http.GetAsync($"/api/images/{Key.Job}/0-00000000000000000000000000000000.jpg");
        host.Client.Failure = new IOException("The bucket is away.");
        using var away = await host.Http.GetAsync(Path);
        host.Client.Failure = null;
        host.Client.Outputs[Key.ToString()] = () => new StoredImage(new BrokenStream(), Content.Length);
        using var broken = await host.Http.GetAsync(Path);

        Assert.Equal([404, 503, 503], new[] { missing, away, broken }.Select(answer => (int)answer.StatusCode));
        Assert.All([missing, away, broken], answer => Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single()));
    }

    [Fact]
    public async Task Get_output_that_was_made_and_is_gone_says_so_and_is_a_line_in_the_log_with_the_job()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddLogging(logging => logging.AddFakeLogging()));
        var job = host.Add(JobStatus.Completed);
        host.Client.Images.Add(new JobImage
        {
            Index = 7,
            Row = 0,
            SerialNumber = "1",
            ProductName = "Mug",
            Url = "http://a.example/1",
            Status = ImageStatus.Succeeded,
            Output = new ImageOutput(Key.Name, 10, 5, false, null),
        });

        await host.Http.GetAsync($"/api/images/{job.Id}/{Key.Name}").AssertProblemAsync(404, ApiErrorCodes.ImageMissing);
        await host.Http.GetAsync($"/api/images/{job.Id}/{Key.Name.Replace("7-", "8-", StringComparison.Ordinal)}")
            .AssertProblemAsync(404, ApiErrorCodes.ImageNotFound);

        var line = Assert.Single(
            host.Services.GetRequiredService<FakeLogCollector>().GetSnapshot(), record => record.Level == LogLevel.Warning);
        Assert.StartsWith($"Output {Key.Name} of job {job.Id} was made", line.Message, StringComparison.Ordinal);
    }

    private static async Task<ApiHost> StartAsync(bool seekable)
    {
        var host = await ApiHost.StartAsync();
        Add(host, seekable);
        return host;
    }

    private static void Add(ApiHost host, bool seekable) => host.Client.Outputs[Key.ToString()] = () => new StoredImage(
        seekable ? new MemoryStream(Content) : new ForwardOnlyStream(Content), Content.Length);

    private sealed class BrokenStream : MemoryStream
    {
        public override long Length => Content.Length;

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("The disk is gone.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The disk is gone.");
    }

    private sealed class ForwardOnlyStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
