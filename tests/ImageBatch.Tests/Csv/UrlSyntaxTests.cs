using ImageBatch.Client;
using ImageBatch.Http;

namespace ImageBatch.Tests.Csv;

public class UrlSyntaxTests
{
    [Theory]
    [InlineData("https://example.com/1.jpg")]
    [InlineData("HTTP://EXAMPLE.COM")]
    [InlineData("http://127.0.0.1:5080/sample-images/1.jpg?x=1#y")]
    [InlineData("https://[2001:db8::1]/1.jpg")]
    [InlineData("https://example.com/user@host.jpg")]
    [InlineData("https://example.com?mail=a@b")]
    [InlineData("https://example.com/my photo,1.jpg")]
    [InlineData("https://bücher.example/ä.jpg")]
    [InlineData("http://localhost/")]
    [InlineData("http://169.254.169.254/latest")]
    public void Check_legal_url_is_null(string url) => Assert.Null(UrlSyntax.Check(url, 2_048));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("photo.jpg")]
    [InlineData("/photo.jpg")]
    [InlineData("//example.com/1.jpg")]
    [InlineData("ftp://example.com/1.jpg")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("http:example.com")]
    [InlineData("http:/example.com")]
    [InlineData(@"http:\\example.com")]
    [InlineData("https://")]
    [InlineData("https:///1.jpg")]
    [InlineData("https://:80/1.jpg")]
    [InlineData("https://exa mple.com/1.jpg")]
    [InlineData("https://example.com:99999/1.jpg")]
    [InlineData("https://[::1/1.jpg")]
    [InlineData(" https://example.com/1.jpg")]
    [InlineData("https://example.com/1.jpg ")]
    [InlineData("https://example.com/1\n.jpg")]
    [InlineData("https://example.com/1\u0000.jpg")]
    [InlineData("https://example.com/1\u007f.jpg")]
    [InlineData("https://user@example.com/1.jpg")]
    [InlineData("https://user:secret@example.com/1.jpg")]
    [InlineData("https://@example.com/1.jpg")]
    public void Check_illegal_url_is_an_error(string? url) =>
        Assert.Equal(SubmissionErrorCodes.UrlInvalid, UrlSyntax.Check(url, 2_048)?.Code);

    [Fact]
    public void Check_user_info_is_not_repeated() =>
        Assert.DoesNotContain("secret", UrlSyntax.Check("https://user:secret@example.com/", 2_048)?.Message);

    [Fact]
    public void Check_length_is_limited()
    {
        var longest = "https://a/".PadRight(2_048, 'x');
        Assert.Null(UrlSyntax.Check(longest, 2_048));
        Assert.Equal(SubmissionErrorCodes.UrlTooLong, UrlSyntax.Check(longest + "x", 2_048)?.Code);
    }
}
