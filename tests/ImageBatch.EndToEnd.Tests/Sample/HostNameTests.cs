using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>The names under which the sample host answers, and the pages it takes changes from.</summary>
public sealed class HostNameTests
{
    [Fact]
    public async Task Host_asked_by_a_name_that_is_not_its_own_refuses_all_routes()
    {
        await using var host = SampleHostProcess.Start("--urls", "http://127.0.0.1:0", "--ImageBatch:PublicBaseUrl=https://images.example.com/api");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        foreach (var path in new[] { "/", "/health", "/openapi/v1.json", "/api/status/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(http, path, "evil.example"));
            Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(http, path, "evil.example:80"));
            Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(http, path, "127.0.0.1.evil.example"));
        }

        foreach (var name in new[] { "localhost", "127.0.0.1:80", "[::1]", "images.example.com", "images.example.com:443", Dns.GetHostName() })
        {
            Assert.Equal((name, HttpStatusCode.OK), (name, await AskAsync(http, "/health", name)));
        }
    }

    [Fact]
    public async Task Host_that_is_told_its_names_answers_to_them()
    {
        await using var host = SampleHostProcess.Start("--urls", "http://127.0.0.1:0", "--AllowedHosts=*.shop.example");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, "/health", "images.shop.example"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, "/health", http.BaseAddress.Authority));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(http, "/health", "evil.example"));
    }

    [Fact]
    public async Task Host_that_gets_a_form_of_another_origin_takes_it_from_allowed_ones_alone()
    {
        await using var host = SampleHostProcess.Start("--urls", "http://127.0.0.1:0", "--ImageBatch:AllowedOrigins:0=https://shop.example");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        using var refused = await UploadAsync(http, "https://evil.example");
        using var taken = await UploadAsync(http, "https://shop.example");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("request.cross_origin", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient http, string origin)
    {
        using var form = new MultipartFormDataContent { { new StringContent("Id,Name,Url\n1,Mug,http://a.example/1.jpg\n"), "file", "a.csv" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/upload?dry_run=true") { Content = form };
        request.Headers.Add("Origin", origin);
        return await http.SendAsync(request);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string path, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = name;
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
