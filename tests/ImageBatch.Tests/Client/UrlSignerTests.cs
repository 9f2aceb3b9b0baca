using ImageBatch.Client;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Client;

public sealed class UrlSignerTests
{
    private const string Path = "images/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa/0-9f86d081884c7d659a2feaa0c55ad015.jpg";
    private const string Secret = "a secret of some length";

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Sign_without_a_secret_leaves_the_path_as_it_is()
    {
        var signer = Create(null);

        Assert.False(signer.IsEnabled);
        Assert.Equal(Path, signer.Sign(Path));
        Assert.False(signer.IsValid(Path, null, ""));
    }

    [Fact]
    public void Sign_same_secret_signs_alike_in_every_process()
    {
        Assert.True(IsValid(Create(null, Secret), Create(null, Secret).Sign(Path)));
        Assert.Equal(Create(null, Secret).Sign(Path), Create(null, Secret).Sign(Path));
    }

    [Fact]
    public void IsValid_for_another_path_is_false()
    {
        var signer = Create(null, Secret);
        var query = signer.Sign(Path)[Path.Length..];

        Assert.False(IsValid(signer, Path.Replace("/0-", "/1-", StringComparison.Ordinal) + query));
        Assert.False(IsValid(signer, Path.Replace("0193f6d0", "0193f6d1", StringComparison.Ordinal) + query));
        Assert.False(IsValid(signer, Path.Replace("images", "download", StringComparison.Ordinal) + query));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("ÿ")]
    public void IsValid_for_another_signature_is_false(string signature)
    {
        var signer = Create(null, Secret);
        var own = QueryHelpers.ParseQuery(new Uri("http://x/" + signer.Sign(Path)).Query)[UrlSigner.SignatureParameter].ToString();

        Assert.False(signer.IsValid(Path, null, signature));
        Assert.False(signer.IsValid(Path, null, own + signature + "="));
        Assert.False(signer.IsValid(Path, null, own[1..] + own[0]));
    }

    [Fact]
    public void IsValid_for_a_link_that_is_over_is_false()
    {
        var signer = Create(TimeSpan.FromHours(1), Secret);
        var link = signer.Sign(Path);

        _clock.Advance(new TimeSpan(0, 59, 59));
        Assert.True(IsValid(signer, link));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(IsValid(signer, link));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("4102444800")]
    [InlineData("x")]
    public void IsValid_for_an_end_that_was_changed_is_false(string? expires)
    {
        var signer = Create(TimeSpan.FromHours(1), Secret);
        var signature = QueryHelpers.ParseQuery(new Uri("http://x/" + signer.Sign(Path)).Query)[UrlSigner.SignatureParameter];

        Assert.False(signer.IsValid(Path, expires, signature));
    }

    [Fact]
    public void IsValid_while_a_secret_is_replaced_takes_the_old_one_too()
    {
        var link = Create(null, Secret).Sign(Path);
        const string Next = "the secret that comes next";

        Assert.True(IsValid(Create(null, Next, Secret), link));
        Assert.False(IsValid(Create(null, Next), link));
        Assert.True(IsValid(Create(null, Next), Create(null, Next, Secret).Sign(Path)));
    }

    private UrlSigner Create(TimeSpan? lifetime, params string[] secrets) => new(
        Options.Create(new ImageBatchOptions { SignedUrls = { Secrets = secrets, Lifetime = lifetime } }), _clock);

    private static bool IsValid(UrlSigner signer, string link)
    {
        var (path, query) = (link[..link.IndexOf('?', StringComparison.Ordinal)], QueryHelpers.ParseQuery(new Uri("http://x/" + link).Query));
        return signer.IsValid(
            path,
            query.TryGetValue(UrlSigner.ExpiresParameter, out var expires) ? expires.ToString() : null,
            query[UrlSigner.SignatureParameter]);
    }
}
