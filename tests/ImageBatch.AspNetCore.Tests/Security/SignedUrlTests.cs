using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Client;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.AspNetCore.Tests.Security;

/// <summary>How a host is told to take signed URLs; that it takes them is tested with the whole.</summary>
public sealed class SignedUrlTests
{
    [Fact]
    public async Task Map_with_signed_urls_that_nobody_takes_says_what_to_call()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => ApiHost.StartAsync(
            services => services.AddSingleton<UrlSigner>().AddSingleton(TimeProvider.System),
            options: options => options.SignedUrls.Secrets = ["a secret of some length"]));

        Assert.Contains("UseSignedUrls()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Map_with_signed_urls_that_are_taken_maps()
    {
        await using var host = await ApiHost.StartAsync(services =>
        {
            services.AddSingleton<UrlSigner>().AddSingleton(TimeProvider.System);
            new Builder(services).UseSignedUrls(links => links.Secrets = ["a secret of some length"]).UseSignedUrls();
        });

        Assert.True(host.Services.GetRequiredService<UrlSigner>().IsEnabled);
        Assert.Single(host.Services.GetServices<IAuthorizationHandler>());
    }

    private sealed record Builder(IServiceCollection Services) : IImageBatchBuilder;
}
