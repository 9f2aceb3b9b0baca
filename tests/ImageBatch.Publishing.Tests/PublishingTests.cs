using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageBatch.Testing;

namespace ImageBatch.Publishing.Tests;

/// <summary>Hosts that were trimmed, or compiled ahead of time, work as others do, and nothing of ours was warned of.</summary>
public sealed partial class PublishingTests(Publication publication) : IClassFixture<Publication>
{
    [Theory]
    [InlineData("Trimmed")]
    [InlineData("Aot")]
    public async Task Host_published_runs_jobs_and_no_warning_of_ours_was_given(string kind)
    {
        var published = await publication.PublishAsync(kind);

        // CsvHelper maps classes by reflection, which is not called here.
        Assert.DoesNotContain(published.Warnings, warning => !OfCsvHelper().IsMatch(warning));
        var folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;
        try
        {
            await RunJobAsync(published, folder);
            await RunJobAsync(published, folder, $"--Folder={folder}");
            await RefuseOptionAsync(published, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunJobAsync(PublishedHost published, string folder, params string[] arguments)
    {
        await using var host = published.Start(folder, arguments);
        using var http = new HttpClient { BaseAddress = await PublishedHost.AddressAsync(host) };
        var input = await http.GetByteArrayAsync("/photo.jpg");

        using var csv = new StringContent(
            $"Serial Number,Product Name,Input Image Urls\n1,Mug,{http.BaseAddress}photo.jpg\n", Encoding.UTF8, "text/csv");
        using var upload = await http.PostAsync("/api/upload?quality=40", csv);
        Assert.True(upload.StatusCode == HttpStatusCode.Accepted, host.Output);
        var id = (await upload.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("request_id").GetString();
        var ended = await Eventually.GetAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>($"/api/status/{id}")).GetProperty("status").GetString() switch
            {
                "Pending" or "Processing" => null,
                var status => status,
            },
            "the job to finish");
        Assert.Equal("Completed", ended);

        var page = await http.GetFromJsonAsync<JsonElement>($"/api/status/{id}/images");
        var image = Assert.Single(page.GetProperty("images").EnumerateArray());
        Assert.Equal("Succeeded", image.GetProperty("status").GetString());
        var outputUrl = image.GetProperty("output_url").GetString()!;
        Assert.Contains($"1,Mug,{http.BaseAddress}photo.jpg,{outputUrl},", await http.GetStringAsync($"/api/download/{id}"), StringComparison.Ordinal);
        var output = await http.GetByteArrayAsync(outputUrl);
        Assert.Equal<byte>([0xFF, 0xD8], output[..2]);
        Assert.InRange(output.Length, 1, input.Length - 1);

        using var webhook = await http.PostAsync(
            "/api/webhook", new StringContent($$"""{"request_id":"{{id}}","webhook_url":"not a URL"}""", Encoding.UTF8, "application/json"));
        await AssertProblemAsync(webhook, HttpStatusCode.BadRequest, "webhook.invalid");
        using var form = new MultipartFormDataContent { { new StringContent("Serial Number\n1\n"), "file", "catalogue.csv" } };
        using var refused = await http.PostAsync("/api/upload", form);
        await AssertProblemAsync(refused, HttpStatusCode.BadRequest, "csv.missing_column");
        using var deleted = await http.DeleteAsync($"/api/status/{id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var unknown = await http.GetAsync($"/api/status/{id}");
        await AssertProblemAsync(unknown, HttpStatusCode.NotFound, "job.not_found");

        Assert.Equal("Healthy", await http.GetStringAsync("/health"));
        Assert.Matches(@"^The photo went to ImageBatch/\d+\.\d+\.\d+[^ ]* \(\+https://.+\)\.$", await http.GetStringAsync("/own"));
    }

    private static async Task RefuseOptionAsync(PublishedHost published, string folder)
    {
        await using var host = published.Start(folder, "--ImageBatch:Http:ConnectTimeout=00:20:00");

        Assert.NotEqual(0, await host.ExitCodeAsync());
        Assert.Contains("ConnectTimeout must be between 00:00:00.0100000 and 00:10:00.", host.Output, StringComparison.Ordinal);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(
            (status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [GeneratedRegex(@"warning IL\d{4}: CsvHelper\.")]
    private static partial Regex OfCsvHelper();
}
