using System.Text.Json;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.EndToEnd.Tests.Http;

public sealed class MainJobTests
{
    [Theory]
    [InlineData("/api/upload", "file")]
    [InlineData("/api/upload/", "csv_file")]
    [InlineData("/upload", "file")]
    [InlineData("/image_process/upload", "csv_file")]
    [InlineData("/image_process/upload/", "text/csv")]
    [InlineData("/api/upload", "text/csv")]
    public async Task Upload_underAnyPrefixAndForm_endsInSmallerImagesAndAResultCsv(string path, string form)
    {
        await using var host = await ApiHost.StartAsync();
        var prefix = path[..path.IndexOf("/upload", StringComparison.Ordinal)];

        using var accepted = form == "text/csv"
            ? await host.UploadTextAsync(path, host.Catalogue())
            : await host.UploadAsync(path, host.Catalogue(), form);
        var status = await host.FinishedAsync(accepted);

        Assert.Equal("Completed", status.GetProperty("status").GetString());
        Assert.Equal((4, 3, 1), (Int(status, "total"), Int(status, "succeeded"), Int(status, "failed")));
        Assert.True(status.GetProperty("saved_percent").GetDouble() > 10);
        var images = status.GetProperty("images").EnumerateArray().ToArray();
        Assert.Equal("download.status", images[3].GetProperty("error").GetProperty("code").GetString());
        var output = images[0].GetProperty("output_url").GetString()!;
        Assert.StartsWith($"{host.Http.BaseAddress!.ToString().TrimEnd('/')}{prefix}/images/", output, StringComparison.Ordinal);
        await AssertIsSmallerPhotoAsync(host, output);
        await AssertResultCsvAsync(host, status, images);
        Assert.Equal(1, host.Images.Hits("/photo.jpg"));
    }

    [Fact]
    public async Task Upload_ofUnquotedRaggedRows_takesTheCellsAfterTheLastColumn()
    {
        await using var host = await ApiHost.StartAsync();
        var csv = $"S. No.,Product Name,Input Image Urls\n1,SKU1,{host.Images.Url("/photo.jpg")},{host.Images.Url("/other.jpg")}\n";

        var status = await host.FinishedAsync(await host.UploadAsync("/api/upload", csv));
        var result = await host.Http.GetStringAsync(status.GetProperty("output_csv").GetString());

        Assert.Equal(2, Int(status, "succeeded"));
        Assert.Contains($"\"{host.Images.Url("/photo.jpg")},{host.Images.Url("/other.jpg")}\"", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_withFieldsBeforeAndAfterTheFile_usesBoth()
    {
        await using var host = await ApiHost.StartAsync();
        var hook = host.Images.MapStatus("/hook", 204);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("10"), "quality" },
            { new StringContent(host.Catalogue()), "file", "catalogue.csv" },
            { new StringContent(hook), "webhook_url" },
        };

        var low = await host.FinishedAsync(await host.Http.PostAsync("/api/upload", form));
        var high = await host.FinishedAsync(await host.UploadAsync("/api/upload", host.Catalogue(), "file", ("quality", "80")));

        Assert.True(low.GetProperty("bytes_out").GetInt64() < high.GetProperty("bytes_out").GetInt64());
        await Testing.Eventually.TrueAsync(() => host.Images.Hits("/hook") == 1, "the webhook");
        var delivered = await Testing.Eventually.GetAsync(
            async () =>
            {
                var status = await ApiHost.JsonAsync(await host.Http.GetAsync($"/api/status/{low.GetProperty("request_id").GetString()}"));
                var webhook = status.GetProperty("webhook");
                return webhook.GetProperty("state").GetString() == "Delivered" ? webhook.GetRawText() : null;
            },
            "the delivery to be recorded");
        Assert.Contains(hook, delivered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_overHttp_mendsWhatFailed_andDeleteLeavesNothing()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.FinishedAsync(await host.UploadAsync("/api/upload", host.Catalogue()));
        var id = first.GetProperty("request_id").GetString();
        Assert.Equal(409, (int)(await host.Http.PostAsync($"/api/cancel/{id}", null)).StatusCode);

        host.Images.MapBytes("/missing.jpg", host.Photo);
        using var retried = await host.Http.PostAsync($"/api/retry/{id}", null);
        var second = await host.FinishedAsync($"/api/status/{id}");
        using var deleted = await host.Http.DeleteAsync($"/api/status/{id}");

        Assert.Equal(200, (int)retried.StatusCode);
        Assert.Equal((2, 4, 0), (Int(second, "run"), Int(second, "succeeded"), Int(second, "failed")));
        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Empty(host.Outputs());
        Assert.Equal(404, (int)(await host.Http.GetAsync($"/api/status/{id}")).StatusCode);
        Assert.Equal(404, (int)(await host.Http.GetAsync(second.GetProperty("images")[0].GetProperty("output_url").GetString())).StatusCode);
    }

    private static async Task AssertIsSmallerPhotoAsync(ApiHost host, string url)
    {
        using var answer = await host.Http.GetAsync(url);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var (before, after) = (ImageHeaderReader.Read(host.Photo), ImageHeaderReader.Read(bytes));
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal((ImageFormat.Jpeg, before.Width, before.Height), (after.Format, after.Width, after.Height));
        Assert.True(bytes.Length < host.Photo.Length);
    }

    private static async Task AssertResultCsvAsync(ApiHost host, JsonElement status, JsonElement[] images)
    {
        using var answer = await host.Http.GetAsync(status.GetProperty("output_csv").GetString());
        var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Serial Number,Product Name,Input Image Urls,Output Image Urls,Errors", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.Equal($"1,Mug,{host.Images.Url("/photo.jpg")},{images[0].GetProperty("output_url").GetString()},", lines[1]);
        Assert.Contains("2: download.status: The server answered 404.", lines[3], StringComparison.Ordinal);
    }

    private static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
