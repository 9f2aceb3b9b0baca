using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Http;
using ImageBatch.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.AspNetCore.Tests.Security;

/// <summary>Who is led to call: browsers by pages of other origins, and ImageBatch itself.</summary>
public sealed class CallerTests
{
    [Theory]
    [InlineData("https://evil.example", "cross-site")]
    [InlineData("https://evil.example", "same-site")]
    [InlineData("https://evil.example", null)]
    [InlineData("null", null)]
    [InlineData("null", "cross-site")]
    [InlineData(null, "cross-site")]
    [InlineData("", null)]
    [InlineData("http://127.0.0.1:1", null)]
    [InlineData("http://127.0.0.1", null)]
    public async Task Change_from_a_page_of_another_origin_is_refused(string? origin, string? site)
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();

        foreach (var (method, path) in new[]
        {
            ("POST", "/api/upload"), ("POST", "/api/upload?dry_run=true"), ("POST", "/api/webhook"), ("POST", $"/api/cancel/{job.Id}"),
            ("POST", $"/api/retry/{job.Id}"), ("DELETE", $"/api/status/{job.Id}"),
        })
        {
            await SendAsync(host, method, path, origin, site).AssertProblemAsync(403, ApiErrorCodes.CrossOrigin);
        }

        Assert.Equal((0, 1), (host.Client.Submissions, host.Client.Jobs.Count));
    }

    [Theory]
    [InlineData("OWN", "same-origin")]
    [InlineData("OWN", null)]
    [InlineData(null, "none")]
    [InlineData(null, null)]
    [InlineData("https://shop.example.com", "cross-site")]
    [InlineData("https://shop.example.com", "same-site")]
    [InlineData("https://shop.example.com", null)]
    [InlineData("https://shop.example.com:443", null)]
    [InlineData("https://images.example.com", null)]
    public async Task Change_from_an_own_or_allowed_origin_or_no_page_is_made(string? origin, string? site)
    {
        await using var host = await ApiHost.StartAsync(
            services => services.Configure<ImageBatchApiOptions>(api => api.AllowedOrigins = ["https://shop.example.com"]),
            options: options => options.PublicBaseUrl = "https://images.example.com/api");
        var own = host.Address.GetLeftPart(UriPartial.Authority);

        using var answer = await SendAsync(host, "POST", "/api/upload", origin == "OWN" ? own : origin, site);

        Assert.Equal(202, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Reading_from_a_page_of_another_origin_is_left_to_the_browser()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();

        using var answer = await SendAsync(host, "GET", $"/api/status/{job.Id}", "https://evil.example", "cross-site");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://shop.example.com/")]
    [InlineData("shop.example.com")]
    [InlineData("*")]
    [InlineData("null")]
    public async Task MapImageBatch_with_an_allowed_origin_that_is_none_fails_with_what_one_is(string origin)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => ApiHost.StartAsync(
            services => services.Configure<ImageBatchApiOptions>(api => api.AllowedOrigins = [origin])));

        Assert.Contains($"'{origin}' is no origin. Write scheme, host and port", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ImageBatch")]
    [InlineData("imagebatch; v=1")]
    [InlineData("cdn.example, ImageBatch")]
    public async Task Own_call_of_any_route_but_an_output_is_refused(string mark)
    {
        await using var host = await ApiHost.StartAsync(map: app => app.MapImageBatch(""));
        var job = host.Add();
        foreach (var (method, path) in new[]
        {
            ("POST", "/upload"), ("POST", "/webhook"), ("POST", $"/cancel/{job.Id}"), ("POST", $"/retry/{job.Id}"),
            ("DELETE", $"/status/{job.Id}"), ("GET", $"/status/{job.Id}"), ("GET", $"/status/{job.Id}/images"), ("GET", $"/download/{job.Id}"),
        })
        {
            await SendAsync(host, method, path, null, null, mark).AssertProblemAsync(508, ApiErrorCodes.OwnCall);
        }

        var output = OutputKey.Create(job.Id, 0, [], ImageFormat.Png);
        host.Client.Outputs[output.ToString()] = () => new(new MemoryStream([1, 2]), 2);
        using var read = await SendAsync(host, "GET", $"/images/{output}", null, null, mark);
        Assert.Equal(200, (int)read.StatusCode);
        Assert.Single(host.Client.Jobs);
    }

    [Fact]
    public async Task Call_that_came_through_another_network_is_no_own_call()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await SendAsync(host, "POST", "/api/upload", null, null, "cloudflare; subreqs=1, ImageBatchers");

        Assert.Equal(202, (int)answer.StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(
        ApiHost host, string method, string path, string? origin, string? site, string? mark = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method == "POST" ? ApiHost.Csv("a") : null;
        foreach (var (name, value) in new[] { ("Origin", origin), ("Sec-Fetch-Site", site), (OutboundMark.Header, mark) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return host.Http.SendAsync(request);
    }
}
