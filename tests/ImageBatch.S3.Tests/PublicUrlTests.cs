using System.Globalization;
using System.Net;
using System.Web;
using ImageBatch.Model;
using Microsoft.Extensions.Time.Testing;
using static ImageBatch.Testing.Outputs;

namespace ImageBatch.S3.Tests;

public sealed class PublicUrlTests : IAsyncLifetime
{
    private readonly S3Fixture _fixture = new();
    private readonly OutputKey _key = KeyOf(NewJob(), 17, Content(1));
    private readonly HttpClient _http = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _fixture.DisposeAsync();
    }

    [Fact]
    public void GetPublicUrl_neither_template_nor_lifetime_is_null() => Assert.Null(_fixture.Images.GetPublicUrl(_key));

    [Theory]
    [InlineData("https://cdn.example.com/{key}", "https://cdn.example.com/shop/")]
    [InlineData("https://img.example.com/w=500/?src={key}&v=1", "https://img.example.com/w=500/?src=shop/")]
    public void GetPublicUrl_with_a_template_has_the_key_of_the_object(string template, string begin)
    {
        var url = _fixture.Open(o => (o.PublicUrlTemplate, o.KeyPrefix) = (template, "shop")).GetPublicUrl(_key);
        Assert.Equal($"{begin}{_key.Job.ToString()[^2..]}/{_key}{(template.EndsWith("v=1", StringComparison.Ordinal) ? "&v=1" : "")}", url!.AbsoluteUri);
    }

    [Fact]
    public async Task GetPublicUrl_presigned_opens_without_credentials_and_nothing_else_does()
    {
        var store = _fixture.Open(o => (o.PresignedUrlLifetime, o.KeyPrefix) = (TimeSpan.FromHours(1), "shop"), TimeProvider.System);
        var other = KeyOf(_key.Job, 18, Content(1));
        await store.SaveAsync(_key, Content(1));
        await store.SaveAsync(other, Content(1));
        var url = store.GetPublicUrl(_key)!;

        using var answer = await _http.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Content(1), await answer.Content.ReadAsByteArrayAsync());
        Assert.DoesNotContain(_fixture.Gateway.Secret, url.AbsoluteUri, StringComparison.Ordinal);

        string[] others =
        [
            url.GetLeftPart(UriPartial.Path),
            url.AbsoluteUri.Replace(_key.Name, other.Name, StringComparison.Ordinal),
            url.AbsoluteUri.Replace("Expires=3600", "Expires=3601", StringComparison.Ordinal),
            url.AbsoluteUri[..^1] + (url.AbsoluteUri[^1] == '0' ? '1' : '0'),
        ];
        foreach (var wrong in others)
        {
            using var refused = await _http.GetAsync(wrong);
            Assert.Equal((wrong, HttpStatusCode.Forbidden), (wrong, refused.StatusCode));
        }
    }

    [Theory]
    [InlineData(0.74, HttpStatusCode.OK)]
    [InlineData(1.01, HttpStatusCode.Forbidden)]
    public async Task GetPublicUrl_presigned_is_good_for_three_quarters_of_its_lifetime_at_least_and_no_longer_than_all(
        double ago, HttpStatusCode status)
    {
        var lifetime = TimeSpan.FromMinutes(20);
        var store = _fixture.Open(o => o.PresignedUrlLifetime = lifetime, new FakeTimeProvider(DateTimeOffset.UtcNow - (lifetime * ago)));
        await store.SaveAsync(_key, Content(1));

        using var answer = await _http.GetAsync(store.GetPublicUrl(_key));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public void GetPublicUrl_presigned_stays_the_same_for_a_quarter_of_its_lifetime()
    {
        var clock = new FakeTimeProvider();
        var store = _fixture.Open(o => o.PresignedUrlLifetime = TimeSpan.FromHours(4), clock);
        var first = store.GetPublicUrl(_key);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(first, store.GetPublicUrl(_key));
        Assert.NotEqual(first, store.GetPublicUrl(KeyOf(_key.Job, 18, Content(1))));

        clock.Advance(TimeSpan.FromMinutes(1));
        var second = store.GetPublicUrl(_key)!;
        Assert.NotEqual(first, second);
        var query = HttpUtility.ParseQueryString(second.Query);
        Assert.Equal(clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), query["X-Amz-Date"]);
        Assert.Equal("14400", query["X-Amz-Expires"]);
    }
}
