using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Client;

namespace ImageBatch.AspNetCore.Tests.Uploads;

public sealed class UploadLimitTests
{
    private const int Limit = 1000 + (1 << 20);

    [Theory]
    [InlineData("text/csv")]
    [InlineData("multipart/form-data; boundary=b")]
    public async Task Post_declared_oversize_is_refused_before_its_body(string type)
    {
        await using var host = await StartAsync();

        var answer = await host.SendRawAsync(Head(type, $"Content-Length: {Limit + 1}"));

        AssertTooLarge(answer);
        Assert.Null(host.Client.UploadedCsv);
    }

    [Theory]
    [InlineData("text/csv", "")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na\r\n--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n")]
    public async Task Post_chunked_oversize_is_refused_on_the_way(string type, string start)
    {
        await using var host = await StartAsync();
        var body = start + new string('x', Limit + 1 - start.Length);
        var chunk = body.Length.ToString("x", CultureInfo.InvariantCulture);

        var answer = await host.SendRawAsync($"{Head(type, "Transfer-Encoding: chunked")}{chunk}\r\n{body}\r\n0\r\n\r\n");

        AssertTooLarge(answer);
        Assert.Equal(0, host.Client.Submissions);
    }

    [Fact]
    public async Task Post_body_beyond_the_servers_default_is_accepted_where_the_csv_may_be_larger()
    {
        await using var host = await ApiHost.StartAsync(options: o => o.Csv.MaxBytes = 64 << 20);
        using var answer = await host.Http.PostAsync("/api/upload", ApiHost.Csv(new string('x', 31 << 20)));
        Assert.Equal(31 << 20, host.Client.UploadedCsv?.Length);
    }

    [Fact]
    public async Task Post_without_limit_is_accepted()
    {
        await using var host = await ApiHost.StartAsync(options: o => o.Csv.MaxBytes = long.MaxValue);
        using var answer = await host.Http.PostAsync("/api/upload", ApiHost.Csv("x"));
        Assert.Equal(1, host.Client.Submissions);
    }

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(options: o => o.Csv.MaxBytes = 1000);

    private static string Head(string type, string length) => new StringBuilder()
        .Append("POST /api/upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
        .Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n{length}\r\n\r\n")
        .ToString();

    private static void AssertTooLarge(string answer)
    {
        Assert.StartsWith("HTTP/1.1 413 ", answer);
        Assert.Contains("Content-Type: application/problem+json", answer);
        var start = answer.IndexOf('{', StringComparison.Ordinal);
        var end = answer.LastIndexOf('}');
        var problem = JsonSerializer.Deserialize<JsonElement>(answer[start..(end + 1)]);
        Assert.Equal(SubmissionErrorCodes.CsvTooLarge, problem.GetProperty("code").GetString());
        Assert.Contains("1,000 bytes", problem.GetProperty("detail").GetString());
    }
}
