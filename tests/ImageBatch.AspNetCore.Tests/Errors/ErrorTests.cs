using System.Text.Json;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Errors;

public sealed class ErrorTests
{
    [Theory]
    [InlineData(SubmissionErrorCodes.CsvEmpty, 400)]
    [InlineData(SubmissionErrorCodes.CsvMissingColumn, 400)]
    [InlineData(SubmissionErrorCodes.CsvNoRows, 400)]
    [InlineData(SubmissionErrorCodes.CsvTooManyImages, 400)]
    [InlineData(SubmissionErrorCodes.WebhookInvalid, 400)]
    [InlineData(SubmissionErrorCodes.IdempotencyInvalid, 400)]
    [InlineData(SubmissionErrorCodes.IdempotencyInFlight, 409)]
    [InlineData(SubmissionErrorCodes.UploadTooSlow, 408)]
    [InlineData(SubmissionErrorCodes.UploadBusy, 503)]
    [InlineData(SubmissionErrorCodes.CsvTooLarge, 413)]
    [InlineData(SubmissionErrorCodes.IdempotencyMismatch, 422)]
    public async Task Upload_refused_answers_with_the_status_of_the_code(string code, int status)
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.Refusal = new(code, "Do this.");

        var problem = await host.Http.PostAsync("/api/upload", ApiHost.Csv("a")).AssertProblemAsync(status, code);

        Assert.Equal("Do this.", problem.GetProperty("detail").GetString());
        Assert.False(problem.TryGetProperty("errors", out _));
        Assert.False(problem.TryGetProperty("error_count", out _));
    }

    [Fact]
    public async Task Upload_with_bad_rows_lists_them()
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.Refusal = new(SubmissionErrorCodes.CsvInvalidRows, "Correct the rows.")
        {
            Errors = [new(2, "Input Image Urls", SubmissionErrorCodes.UrlInvalid, "Not a URL.")],
            ErrorCount = 150,
        };

        var problem = await host.Http.PostAsync("/api/upload", ApiHost.Csv("a"))
            .AssertProblemAsync(400, SubmissionErrorCodes.CsvInvalidRows);

        Assert.Equal(150, problem.GetProperty("error_count").GetInt32());
        Assert.Equal(
            """[{"row":2,"column":"Input Image Urls","code":"url.invalid","message":"Not a URL."}]""",
            problem.GetProperty("errors").GetRawText());
    }

    [Fact]
    public async Task Any_route_with_a_failing_store_is_unavailable()
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.Failure = new TimeoutException("No answer.");
        var id = JobId.New(TestJobs.Time);
        var name = OutputKey.Create(id, 0, [], ImageFormat.Png).Name;
        var webhook = new StringContent(
            $$"""{"request_id": "{{id}}", "webhook_url": "https://a.example"}""", null, "application/json");

        await AssertAsync(host.Http.PostAsync("/api/upload", ApiHost.Csv("a")));
        await AssertAsync(host.Http.GetAsync($"/api/status/{id}"));
        await AssertAsync(host.Http.GetAsync($"/api/status/{id}/images"));
        await AssertAsync(host.Http.GetAsync($"/api/download/{id}"));
        await AssertAsync(host.Http.PostAsync("/api/webhook", webhook));
        await AssertAsync(host.Http.PostAsync($"/api/cancel/{id}", null));
        await AssertAsync(host.Http.PostAsync($"/api/retry/{id}", null));
        await AssertAsync(host.Http.DeleteAsync($"/api/status/{id}"));
        await AssertAsync(host.Http.GetAsync($"/api/images/{id}/{name}"));

        static async Task AssertAsync(Task<HttpResponseMessage> sending)
        {
            await sending.AssertProblemAsync(503, ApiErrorCodes.StoreUnavailable);
            Assert.NotNull((await sending).Headers.RetryAfter);
        }
    }

    [Fact]
    public async Task Store_that_gives_up_by_itself_is_unavailable()
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.Failure = new TaskCanceledException("The store's own timeout.");
        await host.Http.GetAsync($"/api/status/{Guid.NewGuid()}").AssertProblemAsync(503, ApiErrorCodes.StoreUnavailable);
    }

    [Fact]
    public async Task Store_failing_with_an_io_error_is_not_the_uploaders_fault()
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.Failure = new IOException("Disk full.");
        await host.Http.PostAsync("/api/upload", new MultipartFormDataContent { { ApiHost.Csv("a"), "file", "a.csv" } })
            .AssertProblemAsync(503, ApiErrorCodes.StoreUnavailable);
    }

    [Fact]
    public async Task Client_that_wraps_a_broken_body_does_not_hide_whose_fault_it_is()
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.WrapReadErrors = true;
        var content = new StringContent("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\ncut o");
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        await host.Http.PostAsync("/api/upload", content).AssertProblemAsync(400, ApiErrorCodes.InvalidMultipart);
    }

    [Fact]
    public async Task Problem_is_sent_whatever_the_client_accepts()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/status/{Guid.NewGuid()}");
        request.Headers.Add("Accept", "text/html");

        var problem = await host.Http.SendAsync(request).AssertProblemAsync(404, ApiErrorCodes.JobNotFound);

        Assert.Equal("about:blank", problem.GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Object, problem.ValueKind);
    }
}
