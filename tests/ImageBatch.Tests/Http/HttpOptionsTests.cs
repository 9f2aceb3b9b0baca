using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Http;

public sealed class HttpOptionsTests
{
    [Fact]
    public void Options_ofAConfiguration_areRead()
    {
        var http = Bind(
            ("AllowedHosts:0", "cdn.example.com"),
            ("AllowedHosts:1", "*.example.org"),
            ("AllowedNetworks:0", "10.20.0.0/16"),
            ("AllowedPorts:0", "8443"),
            ("Proxy", "http://user:secret@proxy.example.com:3128"),
            ("BreakDuration", "00:00:30"));

        Assert.Equal(["cdn.example.com", "*.example.org"], http.AllowedHosts);
        Assert.Equal("10.20.0.0/16", Assert.Single(http.AllowedNetworks));
        Assert.Equal(8443, Assert.Single(http.AllowedPorts));
        Assert.Equal(("proxy.example.com", 3128), (http.Proxy?.Host, http.Proxy?.Port));
        Assert.Equal(TimeSpan.FromSeconds(30), http.BreakDuration);
    }

    [Theory]
    [InlineData("AllowedHosts:0", "cdn.example.com")]
    [InlineData("AllowedHosts:0", "CDN.Example.com.")]
    [InlineData("AllowedHosts:0", "b\u00FCcher.example")]
    [InlineData("AllowedHosts:0", "*.example.com")]
    [InlineData("AllowedHosts:0", "10.0.0.1")]
    [InlineData("AllowedHosts:0", "[2a00::1]")]
    [InlineData("AllowedHosts:0", "2a00::1")]
    [InlineData("AllowedNetworks:0", "10.0.0.7/32")]
    [InlineData("AllowedNetworks:0", "10.0.0.7/8")]
    [InlineData("AllowedNetworks:0", "0.0.0.0/0")]
    [InlineData("AllowedNetworks:0", "::/0")]
    [InlineData("AllowedNetworks:0", "::ffff:10.0.0.0/104")]
    [InlineData("AllowedPorts:0", "65535")]
    [InlineData("Proxy", "https://proxy.example.com")]
    [InlineData("Proxy", "socks5://127.0.0.1:1080")]
    [InlineData("UserAgent", "ShopImages")]
    [InlineData("UserAgent", "ShopImages/2.1 (+https://shop.example.com/bot) ImageBatch/1.0")]
    public void Options_thatCanBeRead_areValid(string key, string value) => Assert.NotNull(Bind((key, value)));

    [Theory]
    [InlineData("AllowedHosts:0", "")]
    [InlineData("AllowedHosts:0", "https://cdn.example.com")]
    [InlineData("AllowedHosts:0", "cdn.example.com:8080")]
    [InlineData("AllowedHosts:0", "cdn.example.com/images")]
    [InlineData("AllowedHosts:0", "cdn.*.com")]
    [InlineData("AllowedHosts:0", "*")]
    [InlineData("AllowedHosts:0", "*example.com")]
    [InlineData("AllowedNetworks:0", "10.0.0.1")]
    [InlineData("AllowedNetworks:0", "10.0.0.0/33")]
    [InlineData("AllowedNetworks:0", "10.0.0.0/-1")]
    [InlineData("AllowedNetworks:0", "10.0.0.0/8/8")]
    [InlineData("AllowedNetworks:0", "fe80::/129")]
    [InlineData("AllowedNetworks:0", "fe80::1%1/64")]
    [InlineData("AllowedNetworks:0", "localhost/8")]
    [InlineData("AllowedPorts:0", "0")]
    [InlineData("AllowedPorts:0", "65536")]
    [InlineData("Proxy", "proxy.example.com")]
    [InlineData("Proxy", "ftp://user:secret@proxy.example.com")]
    [InlineData("Proxy", "socks5://proxy.example.com")]
    [InlineData("BreakAfter", "0")]
    [InlineData("UserAgent", "")]
    [InlineData("UserAgent", " ")]
    [InlineData("UserAgent", "Shop images, 2.1")]
    [InlineData("UserAgent", "ShopImages/2.1 (open")]
    [InlineData("UserAgent", "ShopImages/2.1\r\n X-Other: 1")]
    [InlineData("UserAgent", "ShopImages/2.1 (two\r\n lines)")]
    [InlineData("UserAgent", "B\u00FCcher/1.0")]
    [InlineData("UserAgent", "Shop/1.0 (\u00FC)")]
    public void Options_thatCannotBeRead_failAtStartAndAreNamed(string key, string value)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Bind((key, value)));

        Assert.Contains(key.Split(':')[0], exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:00.009", false)]
    [InlineData("00:00:00.010", true)]
    [InlineData("00:10:00", true)]
    [InlineData("00:10:00.001", false)]
    public void Options_span_out_of_its_range_is_named_with_the_range(string value, bool valid)
    {
        var exception = Record.Exception(() => Bind(("ConnectTimeout", value)));

        Assert.Equal(valid, exception is null);
        Assert.True(valid || exception!.Message.Contains(
            "ConnectTimeout must be between 00:00:00.0100000 and 00:10:00.", StringComparison.Ordinal), exception?.Message);
    }

    private static HttpOptions Bind(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"ImageBatch:Http:{setting.Key}", setting => (string?)setting.Value))
            .Build();
        var services = new ServiceCollection();
        services.AddImageBatch(batch => batch.Configure(configuration.GetSection("ImageBatch")));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<ImageBatchOptions>>().Value.Http;
    }
}
