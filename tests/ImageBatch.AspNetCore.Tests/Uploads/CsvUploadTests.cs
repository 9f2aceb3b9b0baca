using System.Net;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Uploads;

public sealed class CsvUploadTests
{
    [Theory]
    [InlineData("text/csv")]
    [InlineData("TEXT/CSV; charset=utf-8; header=present")]
    [InlineData("text/csv; charset=\"UTF-8\"")]
    [InlineData("application/csv")]
    public async Task Post_csv_body_with_query_is_accepted(string type)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.Http.PostAsync(
            "/api/upload?quality=70&format=png&max_width=10&max_height=20&webhook_url=https%3A%2F%2Fa.example%2F%3Fb%3D1",
            ApiHost.Csv("a,b\n", type));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("a,b\n", host.Client.UploadedCsv);
        var expected = new JobSettings
        {
            WebhookUrl = "https://a.example/?b=1",
            BaseUrl = $"{host.Address}api",
            Options = new() { Quality = 70, MaxWidth = 10, MaxHeight = 20, Format = OutputFormat.Png },
        };
        Assert.Equal(expected, host.Client.UploadedSettings);
    }

    [Theory]
    [InlineData("quality=abc")]
    [InlineData("quality=101")]
    [InlineData("quality=1&quality=2")]
    [InlineData("format=bmp")]
    public async Task Post_wrong_setting_is_refused(string query)
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync($"/api/upload?{query}", ApiHost.Csv("a"))
            .AssertProblemAsync(400, SubmissionErrorCodes.SettingInvalid);
        Assert.Null(host.Client.UploadedCsv);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/mixed; boundary=b")]
    [InlineData("text/csv; charset=iso-8859-1")]
    public async Task Post_other_type_is_refused(string type)
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/upload", ApiHost.Csv("a", type))
            .AssertProblemAsync(415, ApiErrorCodes.UnsupportedMediaType);
    }

    [Fact]
    public async Task Post_without_type_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/upload", null).AssertProblemAsync(415, ApiErrorCodes.UnsupportedMediaType);
        await host.Http.PostAsync("/api/upload", new ByteArrayContent([1]))
            .AssertProblemAsync(415, ApiErrorCodes.UnsupportedMediaType);
    }

    [Fact]
    public async Task Post_compressed_body_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var content = ApiHost.Csv("a");
        content.Headers.ContentEncoding.Add("gzip");
        await host.Http.PostAsync("/api/upload", content).AssertProblemAsync(415, ApiErrorCodes.UnsupportedMediaType);
    }

    [Fact]
    public async Task Post_idempotency_key_is_passed_on()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/upload") { Content = ApiHost.Csv("a") };
        request.Headers.Add("Idempotency-Key", "key-1");

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal("key-1", host.Client.IdempotencyKey);
    }

    [Fact]
    public async Task Post_skipped_rows_are_listed()
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.SkippedRows = [new(3, "Input Image Urls", SubmissionErrorCodes.UrlInvalid, "Not a URL.")];

        using var answer = await host.Http.PostAsync("/api/upload", ApiHost.Csv("a"));

        var json = await answer.JsonAsync();
        Assert.Equal(1, json.GetProperty("error_count").GetInt32());
        Assert.Equal(3, json.GetProperty("errors")[0].GetProperty("row").GetInt32());
    }

    [Fact]
    public async Task Post_public_address_is_where_the_status_is()
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.BaseUrlOverride = "https://public.example/x";

        using var answer = await host.Http.PostAsync("/api/upload", ApiHost.Csv("a"));

        Assert.StartsWith("https://public.example/x/status/", answer.Headers.Location?.ToString());
    }
}
