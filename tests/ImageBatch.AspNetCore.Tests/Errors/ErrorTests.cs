using System.Text.Json;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Client;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

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
    public async Task Store_that_is_away_is_one_line_in_the_log_however_many_ask()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton<Outages>().AddSingleton(TimeProvider.System)
            .AddLogging(logging => logging.AddFakeLogging()));
        host.Client.Failure = new InvalidOperationException("An exception has been raised.", new TimeoutException("No answer."));
        for (var i = 0; i < 20; i++)
        {
            await host.Http.GetAsync($"/api/status/{Guid.NewGuid()}").AssertProblemAsync(503, ApiErrorCodes.StoreUnavailable);
        }

        var line = Assert.Single(Errors(host));
        Assert.Null(line.Exception);
        Assert.EndsWith("answered with 503: No answer.", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_of_the_program_is_in_the_log_with_its_stack_trace_each_time()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton<Outages>().AddSingleton(TimeProvider.System)
            .AddLogging(logging => logging.AddFakeLogging()));
        host.Client.Failure = new ArgumentException("A bug.");
        for (var i = 0; i < 3; i++)
        {
            await host.Http.GetAsync($"/api/status/{Guid.NewGuid()}").AssertProblemAsync(503, ApiErrorCodes.StoreUnavailable);
        }

        Assert.Equal(3, Errors(host).Count(line => line.Exception is ArgumentException));
    }

    [Fact]
    public async Task Job_that_is_damaged_is_500_and_a_line_in_the_log_with_its_id()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddLogging(logging => logging.AddFakeLogging()));
        var id = JobId.New(TestJobs.Time);
        host.Client.Failure = new JobDamagedException(id, "The file '/srv/data/rows' is missing.");

        var problem = await host.Http.GetAsync($"/api/download/{id}").AssertProblemAsync(500, ApiErrorCodes.StoreDamaged);

        Assert.DoesNotContain("/srv", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var line = Assert.Single(Errors(host));
        Assert.Null(line.Exception);
        Assert.Contains($"What is kept of job {id} is damaged: The file '/srv/data/rows' is missing.", line.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<FakeLogRecord> Errors(ApiHost host) => host.Services.GetRequiredService<FakeLogCollector>()
        .GetSnapshot().Where(record => record.Level == LogLevel.Error);

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
