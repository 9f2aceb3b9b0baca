using System.Net;
using ImageBatch.Http;
using ImageBatch.Http.Addresses;
using ImageBatch.Model;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Http;

public sealed class RedirectsTests
{
    private static readonly Uri Here = new("https://shop.test/b/c?d");

    private readonly AddressGuard _guard = new(Options.Create(new ImageBatchOptions()));

    [Theory]
    [InlineData("/a", "https://shop.test/a")]
    [InlineData("a", "https://shop.test/b/a")]
    [InlineData("?e", "https://shop.test/b/c?e")]
    [InlineData("//cdn.test/a", "https://cdn.test/a")]
    [InlineData("HTTPS://CDN.test/a", "https://cdn.test/a")]
    public void Next_ofALocation_isWhereItLeads(string location, string next) =>
        Assert.Equal(next, Redirects.Next(Here, Location(location)).AbsoluteUri);

    [Theory]
    [InlineData("http://shop.test/a")]
    [InlineData("http:a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("\\\\server\\share")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("ftp://shop.test/a")]
    [InlineData("https:///a")]
    [InlineData("//")]
    [InlineData("//user@shop.test/")]
    public void Next_ofALocationThatLeadsNowhereLegal_isRefused(string location) => Assert.Equal(
        ImageErrorCodes.DownloadRedirect, Assert.Throws<ImageException>(() => Redirects.Next(Here, Location(location))).Code);

    [Fact]
    public void Next_ofAnyLocation_isRefusedOrCanBeJudged()
    {
        string[] parts =
        [
            "http://", "https://", "//", "/", "\\", ":", "@", "[", "]", "%", "%25", "%00", "xn--", "xn--0", ".", "..", "a", "127.0.0.1",
            "::1", "#", "?", "\u00FC", "\u00AD", "\u3002", "0x7f", "65536", "99999999999", "-", "_", " ", "\t", "file:", "*", "\uD800",
        ];
        var random = new Random(1);
        var judged = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var location = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                _guard.Check(Redirects.Next(Here, Location(location)));
                judged++;
            }
            catch (Exception exception) when (exception is ImageException or BlockedException)
            {
                judged++;
            }
        }

        Assert.Equal(50_000, judged);
    }

    /// <summary>The location as the header's parser hands it out.</summary>
    private static Uri? Location(string text)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Found);
        response.Headers.TryAddWithoutValidation("Location", text);
        return response.Headers.Location;
    }
}
