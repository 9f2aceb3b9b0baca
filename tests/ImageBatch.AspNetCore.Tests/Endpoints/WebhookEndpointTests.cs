using System.Net;
using System.Text;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Endpoints;

public sealed class WebhookEndpointTests
{
    [Fact]
    public async Task Post_sets_the_webhook_and_answers_with_the_status()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();

        using var answer = await host.Http.PostAsync("/api/webhook/", Json($$"""
            {"request_id": "{{job.Id}}", "webhook_url": "https://shop.example/hook", "other": [1]}
            """));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var webhook = (await answer.JsonAsync()).GetProperty("webhook");
        Assert.Equal("https://shop.example/hook", webhook.GetProperty("url").GetString());
        Assert.Equal("Waiting", webhook.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("request_id=1")]
    [InlineData("{\"request_id\": 7}")]
    public async Task Post_broken_json_is_refused(string body)
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/webhook", Json(body)).AssertProblemAsync(400, ApiErrorCodes.InvalidJson);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"request_id\": \"7\"}")]
    public async Task Post_malformed_id_is_refused(string body)
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/webhook", Json(body)).AssertProblemAsync(400, ApiErrorCodes.JobInvalidId);
    }

    [Fact]
    public async Task Post_unknown_job_is_not_found()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/webhook", Json($$"""{"request_id": "{{Guid.NewGuid()}}", "webhook_url": "https://a.example"}"""))
            .AssertProblemAsync(404, ApiErrorCodes.JobNotFound);
    }

    [Fact]
    public async Task Post_without_url_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(JobStatus.Completed);
        await host.Http.PostAsync("/api/webhook", Json($$"""{"request_id": "{{job.Id}}"}"""))
            .AssertProblemAsync(400, SubmissionErrorCodes.WebhookInvalid);
    }

    [Fact]
    public async Task Post_form_is_of_the_wrong_type()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/webhook", new FormUrlEncodedContent([new("request_id", "1")]))
            .AssertProblemAsync(415, ApiErrorCodes.UnsupportedMediaType);
    }

    [Fact]
    public async Task Post_oversized_body_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/webhook", Json($$"""{"request_id": "{{new string('x', 100_000)}}"}"""))
            .AssertProblemAsync(413, ApiErrorCodes.RequestTooLarge);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
