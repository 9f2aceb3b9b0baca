using ImageBatch.Model;

namespace ImageBatch.Tests.Model;

public class WebhookReceiverTests
{
    [Theory]
    [InlineData("https://hooks.example.com/a", "hooks.example.com:443", "example.com")]
    [InlineData("HTTPS://HOOKS.Example.com.:443/b?c", "hooks.example.com:443", "example.com")]
    [InlineData("http://hooks.example.com/a", "hooks.example.com:80", "example.com")]
    [InlineData("http://example.com:8080", "example.com:8080", "example.com")]
    [InlineData("http://a.b.c.example.com/", "a.b.c.example.com:80", "example.com")]
    [InlineData("http://localhost/", "localhost:80", "localhost")]
    [InlineData("http://b\u00FCcher.example/", "xn--bcher-kva.example:80", "xn--bcher-kva.example")]
    [InlineData("http://0x7f.1/", "127.0.0.1:80", "127.0.0.1")]
    [InlineData("http://[2001:db8::1]:81/", "2001:db8::1:81", "20010db800000000")]
    [InlineData("http://[2001:DB8:0:0:ffff::2]/", "2001:db8::ffff:0:0:2:80", "20010db800000000")]
    [InlineData("no url", "no url", "no url")]
    public void Of_names_host_and_site_in_one_spelling(string url, string host, string site) =>
        Assert.Equal(new WebhookReceiver(host, site), WebhookReceiver.Of(url));

    [Fact]
    public void IsAmong_knows_the_host_and_the_site()
    {
        var receiver = WebhookReceiver.Of("https://hooks.example.com/a");

        Assert.True(receiver.IsAmong(["hooks.example.com:443"]));
        Assert.True(receiver.IsAmong(["other.test:80", "example.com"]));
        Assert.False(receiver.IsAmong(["hooks.example.com", "hooks.example.com:80", "com", "example.com:443"]));
        Assert.False(receiver.IsAmong([]));
    }
}
