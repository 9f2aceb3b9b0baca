using ImageBatch.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.AspNetCore.Tests.Security;

public sealed class IdempotencyScopeTests
{
    [Theory]
    [InlineData(true, "user")]
    [InlineData(false, null)]
    public async Task Upload_key_belongs_to_the_user(bool authenticated, string? scope)
    {
        await using var host = await StartAsync();

        await UploadAsync(host, authenticated, "key");

        Assert.Equal(("key", scope), (host.Client.IdempotencyKey, host.Client.IdempotencyScope));
    }

    [Fact]
    public async Task Upload_key_belongs_to_whom_the_host_says()
    {
        await using var host = await StartAsync(services => services.Configure<ImageBatchApiOptions>(
            options => options.IdempotencyScope = http => http.Request.Headers["X-Tenant"].ToString()));
        host.Http.DefaultRequestHeaders.Add("X-Tenant", "shop");

        await UploadAsync(host, authenticated: true, "key");

        Assert.Equal("shop", host.Client.IdempotencyScope);
    }

    [Fact]
    public async Task Upload_without_a_key_belongs_to_nobody()
    {
        await using var host = await StartAsync();

        await UploadAsync(host, authenticated: true, null);

        Assert.Null(host.Client.IdempotencyScope);
    }

    private static Task<ApiHost> StartAsync(Action<IServiceCollection>? configure = null) => ApiHost.StartAsync(
        services =>
        {
            services.AddAuthorization().AddAuthentication("test")
                .AddScheme<AuthenticationSchemeOptions, TestAuthentication>("test", null);
            configure?.Invoke(services);
        });

    private static async Task UploadAsync(ApiHost host, bool authenticated, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/upload") { Content = ApiHost.Csv("a") };
        if (authenticated)
        {
            request.Headers.Authorization = new("test", "user");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await host.Http.SendAsync(request);
        Assert.Equal(202, (int)answer.StatusCode);
    }
}
