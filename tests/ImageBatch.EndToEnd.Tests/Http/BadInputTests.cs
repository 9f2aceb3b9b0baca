using System.Text;
using ImageBatch.Ports;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Http;

/// <summary>What is refused, with which code, and that nothing of it stays.</summary>
public sealed class BadInputTests
{
    private const string Header = "Serial Number,Product Name,Input Image Urls\n";

    public static TheoryData<string, int, string> Csvs => new()
    {
        { "", 400, "csv.empty" },
        { "\u0001\u0000\u0002binary\u0000", 400, "csv.invalid" },
        { "Serial Number,Product Name\n1,Mug\n", 400, "csv.missing_column" },
        { Header, 400, "csv.no_rows" },
        { Header + "1,Mug,not a url\n", 400, "csv.invalid_rows" },
        { Header + "1,Mug,\n", 400, "csv.invalid_rows" },
        { Header + "1,Mug,ftp://host.test/a.jpg\n", 400, "csv.invalid_rows" },
        { Header + "1,Mug,http://user:secret@host.test/a.jpg\n", 400, "csv.invalid_rows" },
        { Header + "1,\"Mug,http://host.test/a.jpg\n", 400, "csv.invalid" },
        { Header + string.Concat(Enumerable.Repeat("1,Mug,http://host.test/a.jpg\n", 400)), 413, "csv.too_large" },
    };

    [Theory]
    [MemberData(nameof(Csvs))]
    public async Task Upload_ofABadCsv_isRefusedWithItsCodeAndLeavesNothing(string csv, int status, string code)
    {
        await using var host = await ApiHost.StartAsync(options => options.Csv.MaxBytes = 10_000);

        using var answer = await host.UploadAsync("/api/upload", csv);

        await AssertProblemAsync(answer, status, code);
        await AssertNothingStoredAsync(host);
    }

    [Theory]
    [InlineData("quality", "abc")]
    [InlineData("quality", "0")]
    [InlineData("quality", "101")]
    [InlineData("max_width", "-1")]
    [InlineData("format", "gif")]
    public async Task Upload_withAWrongSettingBeforeOrAfterTheFile_isRefusedAndLeavesNothing(string name, string value)
    {
        await using var host = await ApiHost.StartAsync();
        using var after = new MultipartFormDataContent
        {
            { new StringContent(host.Catalogue()), "file", "catalogue.csv" },
            { new StringContent(value), name },
        };

        using var first = await host.UploadAsync("/api/upload", host.Catalogue(), "file", (name, value));
        using var second = await host.Http.PostAsync("/api/upload", after);

        await AssertProblemAsync(first, 400, "setting.invalid");
        await AssertProblemAsync(second, 400, "setting.invalid");
        await AssertNothingStoredAsync(host);
    }

    [Fact]
    public async Task Upload_withAWebhookThatIsNoUrl_isRefused()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.UploadAsync("/api/upload", host.Catalogue(), "file", ("webhook_url", "javascript:alert(1)"));

        await AssertProblemAsync(answer, 400, "webhook.invalid");
        await AssertNothingStoredAsync(host);
    }

    [Fact]
    public async Task Upload_withoutAFile_orWithABrokenForm_isRefused()
    {
        await using var host = await ApiHost.StartAsync();
        using var noFile = new MultipartFormDataContent { { new StringContent("50"), "quality" } };
        using var broken = new ByteArrayContent(Encoding.ASCII.GetBytes("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nSerial"));
        broken.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");

        await AssertProblemAsync(await host.Http.PostAsync("/api/upload", noFile), 400, "request.missing_file");
        await AssertProblemAsync(await host.Http.PostAsync("/api/upload", broken), 400, "request.invalid_multipart");
        await AssertProblemAsync(await host.Http.PostAsync("/api/upload", new StringContent("{}")), 415, "request.unsupported_media_type");
        await AssertNothingStoredAsync(host);
    }

    [Fact]
    public async Task Upload_withBadRows_namesEveryOneInOneAnswer()
    {
        await using var host = await ApiHost.StartAsync();
        var csv = Header + "1,Mug,nope\n2,Lamp,http://host.test/a.jpg\n,Chair,http://host.test/a.jpg\n4,Vase,\n";

        using var answer = await host.UploadAsync("/api/upload", csv);
        var problem = await ApiHost.JsonAsync(answer);

        Assert.Equal(3, problem.GetProperty("error_count").GetInt32());
        Assert.Equal(
            [(2, "url.invalid"), (4, "row.missing_serial_number"), (5, "row.missing_url")],
            problem.GetProperty("errors").EnumerateArray().Select(error =>
                (error.GetProperty("row").GetInt32(), error.GetProperty("code").GetString()!)));
        await AssertNothingStoredAsync(host);
    }

    [Theory]
    [InlineData("GET", "/api/status/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa", 404, "job.not_found")]
    [InlineData("GET", "/api/status/nonsense", 400, "job.invalid_id")]
    [InlineData("GET", "/api/download/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa", 404, "job.not_found")]
    [InlineData("POST", "/api/cancel/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa", 404, "job.not_found")]
    [InlineData("POST", "/api/retry/x", 400, "job.invalid_id")]
    [InlineData("DELETE", "/api/status/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa", 404, "job.not_found")]
    [InlineData("GET", "/api/images/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa/..%2F..%2Fetc%2Fpasswd", 404, "image.not_found")]
    public async Task Route_ofAnUnknownOrMalformedId_answersWithItsCode(string method, string path, int status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        await AssertProblemAsync(await host.Http.SendAsync(request), status, code);
    }

    [Fact]
    public async Task Download_beforeTheJobIsFinished_is409()
    {
        await using var host = await ApiHost.StartAsync();
        var slow = host.Images.MapSilence("/slow.jpg");
        using var accepted = await host.UploadAsync("/api/upload", Header + $"1,Mug,{slow}\n");
        var id = (await ApiHost.JsonAsync(accepted)).GetProperty("request_id").GetString();

        await AssertProblemAsync(await host.Http.GetAsync($"/api/download/{id}"), 409, "job.not_finished");
        await AssertProblemAsync(await host.Http.PostAsync($"/api/retry/{id}", null), 409, "job.not_finished");
        using var cancelled = await host.Http.PostAsync($"/api/cancel/{id}", null);

        Assert.Equal("Cancelled", (await ApiHost.JsonAsync(cancelled)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Upload_whoseClientGoesAway_leavesNothing()
    {
        await using var host = await ApiHost.StartAsync();
        using var stop = new CancellationTokenSource();
        using var body = new EndlessContent(Header, stop);

        await Assert.ThrowsAnyAsync<Exception>(() => host.Http.PostAsync("/api/upload", body, stop.Token));

        await AssertNothingStoredAsync(host);
    }

    internal static async Task AssertProblemAsync(HttpResponseMessage answer, int status, string code)
    {
        var problem = await ApiHost.JsonAsync(answer);
        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.InRange(problem.GetProperty("detail").GetString()!.Length, 10, 500);
        answer.Dispose();
    }

    internal static async Task AssertNothingStoredAsync(ApiHost host)
    {
        Assert.Empty(await host.Jobs.QueryAsync(JobQuery.Unfinished));
        Assert.Empty(await host.Jobs.QueryAsync(JobQuery.Finished(DateTimeOffset.MaxValue)));
        Assert.Empty(host.Outputs());
        Assert.Equal(0, host.Images.TotalHits);
    }

    private sealed class EndlessContent : HttpContent
    {
        private readonly string _header;
        private readonly CancellationTokenSource _stop;

        public EndlessContent(string header, CancellationTokenSource stop)
        {
            (_header, _stop) = (header, stop);
            Headers.TryAddWithoutValidation("Content-Type", "text/csv");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_header));
            for (var row = 1; row <= 2_000; row++)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"{row},Mug,http://host.test/{row}.jpg\n"));
            }

            await stream.FlushAsync();
            await _stop.CancelAsync();
            await Hang.UntilAsync(_stop.Token);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
