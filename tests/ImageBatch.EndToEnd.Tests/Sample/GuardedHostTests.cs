using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ImageBatch.EndToEnd.Tests.Engine;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>The sample host with an API key, with a limit of uploads, and without.</summary>
public sealed class GuardedHostTests
{
    private const string Key = "QcZ1m0c4Vq7wQ0mS8o3hYpJ2";

    [Fact]
    public async Task Host_withAnApiKey_asksForItAndSaysSo()
    {
        await using var host = Start($"--ImageBatch:ApiKey={Key}");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };
        const string Status = "/api/status/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa";

        await AssertRefusedAsync(http, Status, null);
        await AssertRefusedAsync(http, Status, ("X-Api-Key", "another"));
        await AssertRefusedAsync(http, Status, ("X-Api-Key", Key + "x"));
        await AssertRefusedAsync(http, Status, ("X-Api-Key", ""));
        await AssertRefusedAsync(http, Status, ("Authorization", $"Basic {Key}"));
        await AssertRefusedAsync(http, Status, ("Authorization", "Bearer"));
        Assert.Equal(404, (int)(await GetAsync(http, Status, ("X-Api-Key", Key))).StatusCode);
        Assert.Equal(404, (int)(await GetAsync(http, Status, ("Authorization", $"Bearer {Key}"))).StatusCode);
        Assert.Equal(200, (int)(await GetAsync(http, "/health", null)).StatusCode);

        var document = await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var schemes = document.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("X-Api-Key", schemes.GetProperty("api_key").GetProperty("name").GetString());
        Assert.Equal("bearer", schemes.GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.Equal(2, document.GetProperty("security").GetArrayLength());
        Assert.DoesNotContain(Key, host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("is not set", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_withAnApiKey_opensOutputsAndResultToWhoHoldsTheirLinks()
    {
        await using var host = Start($"--ImageBatch:ApiKey={Key}", "--ImageBatch:Http:AllowPrivateNetworks=true");
        await using var receiver = await HookServer.StartAsync();
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };
        using var stranger = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Api-Key", Key);

        using var form = new MultipartFormDataContent
        {
            { new StringContent(receiver.Url), "webhook_url" },
            { new StringContent($"Serial Number,Product Name,Input Image Urls\n1,Mug,{http.BaseAddress}sample-images/mug-front.jpg\n"), "file", "a.csv" },
        };
        using var accepted = await http.PostAsync("/api/upload", form);
        await Eventually.TrueAsync(() => receiver.Hooks.Count == 1, "the webhook");
        using var body = JsonDocument.Parse(receiver.Hooks[0].Body);
        var csv = body.RootElement.GetProperty("output_csv").GetString()!;
        var image = body.RootElement.GetProperty("data").GetProperty("images")[0].GetProperty("output_url").GetString()!;

        using var answer = await stranger.GetAsync(csv);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(image, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        using var output = await stranger.GetAsync(image);
        Assert.Equal(("image/jpeg", true), (output.Content.Headers.ContentType?.MediaType, output.Headers.CacheControl?.Private));
        using var head = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Head, image));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);

        // The same links as the API's own answer, and nothing but what they name.
        var status = await http.GetFromJsonAsync<JsonElement>(accepted.Headers.Location);
        Assert.Equal((csv, image), (status.GetProperty("output_csv").GetString(), status.GetProperty("images")[0].GetProperty("output_url").GetString()));
        var signature = new Uri(csv).Query;
        foreach (var other in new[]
        {
            csv[..csv.IndexOf('?', StringComparison.Ordinal)],
            csv[..^2] + (csv[^2] == 'A' ? "B" : "A") + csv[^1],
            csv.Replace("/download/", "/status/", StringComparison.Ordinal),
            image[..image.IndexOf('?', StringComparison.Ordinal)] + signature,
            accepted.Headers.Location + signature,
            accepted.Headers.Location + "/images" + signature,
        })
        {
            using var refused = await stranger.GetAsync(other);
            Assert.True(refused.StatusCode == HttpStatusCode.Unauthorized, $"{other} answered {(int)refused.StatusCode}");
        }

        using var deleted = await stranger.DeleteAsync(accepted.Headers.Location + signature);
        Assert.Equal(HttpStatusCode.Unauthorized, deleted.StatusCode);
    }

    [Fact]
    public async Task Host_withALimitOfUploads_refusesMoreAndNothingElse()
    {
        await using var host = Start("--ImageBatch:UploadsPerMinute=2", "--ImageBatch:Prefixes:0=/api", "--ImageBatch:Prefixes:1=/image_process");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        using var first = await UploadAsync(http, "/api/upload");
        using var second = await UploadAsync(http, "/image_process/upload/");
        using var third = await UploadAsync(http, "/api/upload");

        Assert.Equal((400, 400, 429), ((int)first.StatusCode, (int)second.StatusCode, (int)third.StatusCode));
        await AssertProblemAsync(third, "request.too_many_uploads");
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(404, (int)(await GetAsync(http, "/api/status/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa", null)).StatusCode);
        }
    }

    [Fact]
    public async Task Host_with_a_limit_of_dry_runs_counts_them_apart()
    {
        await using var host = Start("--ImageBatch:UploadsPerMinute=1", "--ImageBatch:DryRunsPerMinute=2");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        var answers = new List<int>();
        foreach (var path in new[] { "?dry_run=true", "?dry_run", "?dry_run=1", "?dry_run=false", "", "?dry_run=true" })
        {
            using var answer = await UploadAsync(http, "/api/upload" + path);
            answers.Add((int)answer.StatusCode);
        }

        Assert.Equal([200, 200, 429, 400, 429, 429], answers);
    }

    [Fact]
    public async Task Host_withoutAnApiKeyAndALimit_isOpenAndSaysSoOnce()
    {
        await using var host = Start("--ImageBatch:UploadsPerMinute=0");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        for (var i = 0; i < 100; i++)
        {
            using var answer = await UploadAsync(http, "/api/upload");
            Assert.Equal(400, (int)answer.StatusCode);
        }

        await Eventually.TrueAsync(() => host.Output.Contains("ImageBatch:ApiKey is not set", StringComparison.Ordinal), "the word");
        Assert.Equal(2, host.Output.Split("ImageBatch:ApiKey is not set").Length);
    }

    [Theory]
    [InlineData("--ImageBatch:ApiKey=hunter2", "ImageBatch:ApiKey has fewer than 16 characters")]
    [InlineData("--ImageBatch:SignedUrls:Secrets:0=hunter2", "SignedUrls.Secrets[0]")]
    [InlineData("--ImageBatch:Webhooks:Secrets:0=hunter2", "Webhooks.Secrets[0]")]
    [InlineData("--ImageBatch:UploadsPerMinute=-1", "UploadsPerMinute is negative")]
    [InlineData("--ImageBatch:DryRunsPerMinute=-1", "DryRunsPerMinute is negative")]
    public async Task Host_withASecretThatIsNone_saysSoWithoutShowingIt(string argument, string said)
    {
        await using var host = Start(argument);

        Assert.NotEqual(0, await host.ExitCodeAsync());
        await Eventually.TrueAsync(() => host.Output.Contains(said, StringComparison.Ordinal), said);
        Assert.DoesNotContain("hunter2", host.Output, StringComparison.Ordinal);
    }

    private static SampleHostProcess Start(params string[] arguments) =>
        SampleHostProcess.Start(["--urls", "http://127.0.0.1:0", .. arguments]);

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient http, string path)
    {
        using var body = new StringContent("no catalogue");
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await http.PostAsync(path, body);
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, string path, (string Name, string Value)? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is { } sent)
        {
            request.Headers.TryAddWithoutValidation(sent.Name, sent.Value);
        }

        return await http.SendAsync(request);
    }

    private static async Task AssertRefusedAsync(HttpClient http, string path, (string Name, string Value)? header)
    {
        using var answer = await GetAsync(http, path, header);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        await AssertProblemAsync(answer, "request.unauthorized");
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, string code)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
