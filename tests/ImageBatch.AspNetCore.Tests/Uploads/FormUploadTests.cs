using System.Net;
using System.Text;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Uploads;

public sealed class FormUploadTests
{
    private const string Csv = "Serial Number,Product Name,Input Image Urls\n1,SKU1,https://a.example/1.jpg\n";

    [Theory]
    [InlineData("file", "/api/upload")]
    [InlineData("csv_file", "/api/upload")]
    [InlineData("file", "/api/upload/")]
    public async Task Post_file_is_accepted(string field, string path)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.Http.PostAsync(path, new MultipartFormDataContent { { ApiHost.Csv(Csv), field, "a.csv" } });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var json = await answer.JsonAsync();
        var id = json.GetProperty("request_id").GetString();
        Assert.Equal(
            $$"""{"request_id":"{{id}}","status":"Pending","total":3,"status_url":"{{host.Address}}api/status/{{id}}"}""",
            await answer.Content.ReadAsStringAsync());
        Assert.Equal(json.GetProperty("status_url").GetString(), answer.Headers.Location?.ToString());
        Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
        Assert.Equal(Csv, host.Client.UploadedCsv);
        Assert.Equal(new JobSettings { BaseUrl = $"{host.Address}api" }, host.Client.UploadedSettings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_fields_before_or_after_the_file_are_settings(bool before)
    {
        await using var host = await ApiHost.StartAsync();
        KeyValuePair<string, string>[] fields =
        [
            new("webhook_url", "https://shop.example/hook?a=ü"),
            new("quality", "30"),
            new("max_width", "800"),
            new("max_height", " 600 "),
            new("format", "WebP"),
            new("comment", "ignored"),
        ];

        using var answer = await host.Http.PostAsync("/api/upload", Form(before ? fields : [], before ? [] : fields));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var expected = new JobSettings
        {
            WebhookUrl = "https://shop.example/hook?a=ü",
            BaseUrl = $"{host.Address}api",
            Options = new() { Quality = 30, MaxWidth = 800, MaxHeight = 600, Format = OutputFormat.WebP },
        };
        Assert.Equal(expected, host.Client.UploadedSettings);
    }

    [Fact]
    public async Task Post_empty_fields_count_as_not_given()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.Http.PostAsync("/api/upload", Form([new("webhook_url", ""), new("quality", "")], []));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Null(host.Client.UploadedSettings?.WebhookUrl);
        Assert.Equal(50, host.Client.UploadedSettings?.Options.Quality);
    }

    [Theory]
    [InlineData("quality", "abc", "1 to 100")]
    [InlineData("quality", "0", "1 to 100")]
    [InlineData("quality", "101", "1 to 100")]
    [InlineData("quality", "50.5", "1 to 100")]
    [InlineData("max_width", "0", "1 to 65,535")]
    [InlineData("max_height", "65536", "1 to 65,535")]
    [InlineData("format", "gif", "preserve, jpeg, png, webp and avif")]
    [InlineData("format", "1", "preserve, jpeg, png, webp and avif")]
    public async Task Post_wrong_setting_names_the_setting_and_its_range(string name, string value, string range)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var before in new[] { true, false })
        {
            KeyValuePair<string, string>[] fields = [new(name, value)];
            var problem = await host.Http.PostAsync("/api/upload", Form(before ? fields : [], before ? [] : fields))
                .AssertProblemAsync(400, SubmissionErrorCodes.SettingInvalid);
            Assert.Contains(name, problem.GetProperty("detail").GetString());
            Assert.Contains(range, problem.GetProperty("detail").GetString());
        }

        Assert.Equal(0, host.Client.Submissions);
    }

    [Fact]
    public async Task Post_setting_given_twice_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/upload", Form([new("quality", "30")], [new("quality", "40")]))
            .AssertProblemAsync(400, SubmissionErrorCodes.SettingInvalid);
        await host.Http.PostAsync("/api/upload?quality=30", Form([], [new("quality", "40")]))
            .AssertProblemAsync(400, SubmissionErrorCodes.SettingInvalid);
        Assert.Equal(0, host.Client.Submissions);
    }

    [Fact]
    public async Task Post_without_file_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/upload", new MultipartFormDataContent { { new StringContent("x"), "csv" } })
            .AssertProblemAsync(400, ApiErrorCodes.MissingFile);
    }

    [Fact]
    public async Task Post_two_files_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/upload", new MultipartFormDataContent
        {
            { ApiHost.Csv(Csv), "file", "a.csv" },
            { ApiHost.Csv(Csv), "csv_file", "b.csv" },
        }).AssertProblemAsync(400, ApiErrorCodes.MultipleFiles);
        Assert.Equal(0, host.Client.Submissions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_huge_field_is_refused(bool before)
    {
        await using var host = await ApiHost.StartAsync();
        KeyValuePair<string, string>[] fields = [new("webhook_url", "https://a.example/" + new string('x', 9000))];
        await host.Http.PostAsync("/api/upload", Form(before ? fields : [], before ? [] : fields))
            .AssertProblemAsync(400, ApiErrorCodes.FieldTooLarge);
        Assert.Equal(0, host.Client.Submissions);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Post_without_usable_boundary_is_refused(string type)
    {
        await using var host = await ApiHost.StartAsync();
        var content = new ByteArrayContent("--b\r\n\r\n--b--\r\n"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        await host.Http.PostAsync("/api/upload", content).AssertProblemAsync(400, ApiErrorCodes.InvalidMultipart);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no boundary at all")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"qua")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"quality\"\r\n\r\n4")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nSerial Number,Pro")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na\r\n--b\r\nContent-Disp")]
    public async Task Post_form_that_is_cut_off_is_refused(string body)
    {
        await using var host = await ApiHost.StartAsync();
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        await host.Http.PostAsync("/api/upload", content).AssertProblemAsync(400, ApiErrorCodes.InvalidMultipart);
        Assert.Equal(0, host.Client.Submissions);
    }

    [Fact]
    public async Task Post_too_many_headers_in_a_part_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var headers = string.Concat(Enumerable.Range(0, 40).Select(i => $"X-{i}: {new string('x', 1000)}\r\n"));
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes($"--b\r\n{headers}\r\na\r\n--b--\r\n"));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        await host.Http.PostAsync("/api/upload", content).AssertProblemAsync(400, ApiErrorCodes.InvalidMultipart);
    }

    private static MultipartFormDataContent Form(
        IEnumerable<KeyValuePair<string, string>> before, IEnumerable<KeyValuePair<string, string>> after)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in before)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(ApiHost.Csv(Csv), "file", "a.csv");
        foreach (var (name, value) in after)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }
}
