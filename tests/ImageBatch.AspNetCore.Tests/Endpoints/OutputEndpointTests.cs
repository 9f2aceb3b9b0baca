using System.Net;
using System.Net.Http.Headers;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

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

    private static async Task<ApiHost> StartAsync(bool seekable)
    {
        var host = await ApiHost.StartAsync();
        Add(host, seekable);
        return host;
    }

    private static void Add(ApiHost host, bool seekable) => host.Client.Outputs[Key.ToString()] = () => new StoredImage(
        seekable ? new MemoryStream(Content) : new ForwardOnlyStream(Content), Content.Length);

    private sealed class ForwardOnlyStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
