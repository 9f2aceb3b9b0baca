using System.Net;
using ImageBatch.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.AspNetCore.Tests;

public sealed class MapImageBatchTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("/api", "/api")]
    [InlineData("/api/", "/api")]
    [InlineData("image_process", "/image_process")]
    [InlineData("/v1/shops", "/v1/shops")]
    public async Task Map_prefix_is_where_the_routes_are(string prefix, string expected)
    {
        await using var host = await ApiHost.StartAsync(map: app => app.MapImageBatch(prefix));

        using var answer = await host.Http.PostAsync($"{expected}/upload", ApiHost.Csv("a"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"{host.Address.GetLeftPart(UriPartial.Authority)}{expected}", host.Client.UploadedSettings?.BaseUrl);
        using var status = await host.Http.GetAsync(answer.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
    }

    [Fact]
    public async Task Map_several_prefixes_all_answer_with_their_own_address()
    {
        await using var host = await ApiHost.StartAsync(map: app =>
        {
            app.MapImageBatch("");
            app.MapImageBatch("/api");
            app.MapImageBatch("/image_process");
        });

        foreach (var prefix in new[] { "", "/api", "/image_process" })
        {
            using var answer = await host.Http.PostAsync($"{prefix}/upload/", ApiHost.Csv("a"));
            Assert.StartsWith(new Uri(host.Address, $"{prefix}/status/").ToString(), answer.Headers.Location?.ToString());
        }

        var names = NamesOf(host);
        Assert.Equal(27, names.Count);
        Assert.Equal(27, names.Distinct().Count());
        Assert.Contains("ImageBatch.Upload", names);
        Assert.Contains("ImageBatch.Upload.api", names);
        Assert.Contains("ImageBatch.Status.image_process", names);
    }

    [Fact]
    public async Task Map_inside_a_group_names_and_addresses_contain_the_groups_prefix()
    {
        await using var host = await ApiHost.StartAsync(map: app =>
        {
            app.MapGroup("/v1").MapImageBatch();
            app.MapGroup("/shops/{shop}").MapImageBatch();
        });

        using var answer = await host.Http.PostAsync("/shops/a%20b/api/upload", ApiHost.Csv("a"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"{host.Address}shops/a%20b/api", host.Client.UploadedSettings?.BaseUrl);
        Assert.Contains("ImageBatch.Upload.v1.api", NamesOf(host));
    }

    [Fact]
    public async Task Map_below_a_path_base_addresses_contain_it()
    {
        await using var host = await ApiHost.StartAsync(map: app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapImageBatch();
        });

        using var answer = await host.Http.PostAsync("/base/api/upload", ApiHost.Csv("a"));

        Assert.Equal($"{host.Address}base/api", host.Client.UploadedSettings?.BaseUrl);
    }

    [Fact]
    public async Task Map_with_authorization_guards_every_route()
    {
        await using var host = await ApiHost.StartAsync(
            services => services.AddAuthorization().AddAuthentication("test")
                .AddScheme<AuthenticationSchemeOptions, TestAuthentication>("test", null),
            app => app.MapImageBatch().RequireAuthorization());
        var id = Guid.NewGuid();
        (HttpMethod Method, string Path)[] routes =
        [
            (HttpMethod.Post, "upload"), (HttpMethod.Get, $"status/{id}"), (HttpMethod.Get, $"status/{id}/images"),
            (HttpMethod.Get, $"download/{id}"), (HttpMethod.Post, "webhook"), (HttpMethod.Post, $"cancel/{id}"),
            (HttpMethod.Post, $"retry/{id}"), (HttpMethod.Delete, $"status/{id}"), (HttpMethod.Get, $"images/{id}/a.jpg"),
            (HttpMethod.Head, $"images/{id}/a.jpg"),
        ];

        foreach (var (method, path) in routes)
        {
            using var answer = await host.Http.SendAsync(new HttpRequestMessage(method, $"/api/{path}"));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        host.Http.DefaultRequestHeaders.Authorization = new("test", "user");
        await host.Http.GetAsync($"/api/status/{id}").AssertProblemAsync(404, ApiErrorCodes.JobNotFound);
    }

    [Fact]
    public async Task Map_other_method_is_not_allowed()
    {
        await using var host = await ApiHost.StartAsync();
        using var answer = await host.Http.GetAsync("/api/upload");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task Map_without_services_says_what_to_call()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        await using var app = builder.Build();
        var exception = Assert.Throws<InvalidOperationException>(() => app.MapImageBatch());
        Assert.Contains("AddImageBatch", exception.Message);
    }

    private static List<string> NamesOf(ApiHost host) =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName)
            .OfType<string>(),
    ];
}
