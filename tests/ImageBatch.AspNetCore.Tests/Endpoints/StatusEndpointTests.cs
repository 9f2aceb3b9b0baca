using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Endpoints;

public sealed class StatusEndpointTests
{
    [Fact]
    public async Task Get_finished_job_answers_with_the_documented_json()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(TestJobs.Create(JobStatus.Completed) with
        {
            Run = 2,
            Images = new(0, 2, 1, 0),
            StartedAt = TestJobs.Time.AddSeconds(1),
            FinishedAt = TestJobs.Time.AddSeconds(5),
            BytesIn = 3000,
            BytesOut = 1000,
            Webhook = new()
            {
                Id = "msg_1",
                Url = "https://shop.example/hook",
                State = WebhookState.Pending,
                Attempts = 1,
                LastStatus = 500,
                LastError = "download.status: 500",
                NextAttemptAt = TestJobs.Time.AddSeconds(10),
            },
        });
        host.Client.Images.Add(TestJobs.Image(0, ImageStatus.Succeeded) with { Output = new("0-a.jpg", 2000, 800, false) });
        host.Client.Images.Add(TestJobs.Image(1, ImageStatus.Failed) with { Error = new("download.status", "404 <Not Found>") });

        var json = await host.Http.GetStringAsync($"/api/status/{job.Id}");

        var expected = $$"""
            {"request_id":"{{job.Id}}","status":"Completed","run":2,
            "created_at":"2025-03-01T10:30:15.25Z","started_at":"2025-03-01T10:30:16.25Z","finished_at":"2025-03-01T10:30:20.25Z",
            "total":3,"pending":0,"succeeded":2,"failed":1,"cancelled":0,"percent":100,
            "bytes_in":3000,"bytes_out":1000,"saved_percent":66.7,"output_csv":"https://shop.example/api/download/{{job.Id}}",
            "webhook":{"id":"msg_1","url":"https://shop.example/hook","state":"Pending","attempts":1,"last_status":500,
            "last_error":"download.status: 500","next_attempt_at":"2025-03-01T10:30:25.25Z"},
            "images":[{"index":0,"serial_number":"1","product_name":"Product 1","input_url":"https://pictures.example/0.jpg?a=1&b=2",
            "output_url":"https://shop.example/api/images/{{job.Id}}/0-a.jpg","status":"Succeeded","unchanged":false,"note":null,
            "bytes_in":2000,"bytes_out":800,"error":null},
            {"index":1,"serial_number":"2","product_name":"Product 2","input_url":"https://pictures.example/1.jpg?a=1&b=2",
            "output_url":null,"status":"Failed","unchanged":false,"note":null,"bytes_in":null,"bytes_out":null,
            "error":{"code":"download.status","message":"404 <Not Found>"} }],"next":null}
            """;
        Assert.Equal(expected.ReplaceLineEndings("").Replace("} }", "}}"), json);
    }

    [Fact]
    public async Task Get_new_job_leaves_open_what_is_not_known()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();

        using var answer = await host.Http.GetAsync($"/api/status/{job.Id}?images=0");
        var json = await answer.Content.ReadAsStringAsync();

        Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
        var expected = $$"""
            {"request_id":"{{job.Id}}","status":"Pending","run":1,
            "created_at":"2025-03-01T10:30:15.25Z","started_at":null,"finished_at":null,
            "total":3,"pending":3,"succeeded":0,"failed":0,"cancelled":0,"percent":0,
            "bytes_in":0,"bytes_out":0,"saved_percent":null,"output_csv":null,"webhook":null,"next":null}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), json);
    }

    [Fact]
    public async Task Get_job_without_an_address_is_shown_under_the_requests()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(TestJobs.Create(JobStatus.Completed, TestJobs.Definition with { BaseUrl = null }));
        host.Client.Images.Add(TestJobs.Image(0, ImageStatus.Succeeded) with { Output = new("0-a.jpg", 2, 1, false) });

        var json = await host.GetJsonAsync($"/api/status/{job.Id}");

        Assert.Equal($"{host.Address}api/download/{job.Id}", json.GetProperty("output_csv").GetString());
        Assert.Equal($"{host.Address}api/images/{job.Id}/0-a.jpg", json.GetProperty("images")[0].GetProperty("output_url").GetString());
    }

    [Fact]
    public async Task Get_large_job_shows_the_first_hundred_images_and_where_they_go_on()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(TestJobs.Create() with { Images = new(250, 0, 0, 0) });
        host.Client.Images.AddRange(Enumerable.Range(0, 250).Select(i => TestJobs.Image(i)));

        var json = await host.GetJsonAsync($"/api/status/{job.Id}");

        Assert.Equal(100, json.GetProperty("images").GetArrayLength());
        Assert.Equal(99, json.GetProperty("next").GetInt32());
    }

    [Fact]
    public async Task Get_host_with_other_json_options_answers_the_same()
    {
        await using var host = await ApiHost.StartAsync(services => Microsoft.Extensions.DependencyInjection
            .HttpJsonServiceExtensions.ConfigureHttpJsonOptions(
                services, o => o.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.KebabCaseUpper));
        var job = host.Add();

        var json = await host.GetJsonAsync($"/api/status/{job.Id}");

        Assert.Equal(job.Id.ToString(), json.GetProperty("request_id").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/images")]
    [InlineData("/images/")]
    public async Task Get_unknown_job_is_not_found(string rest)
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.GetAsync($"/api/status/{Guid.NewGuid()}{rest}").AssertProblemAsync(404, ApiErrorCodes.JobNotFound);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1")]
    [InlineData("%7B0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa%7D")]
    [InlineData("0193f6d06a3e7b1c9d550c4f5ad1e8aa")]
    [InlineData("%20")]
    public async Task Get_malformed_id_is_refused_with_a_sentence(string id)
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.GetAsync($"/api/status/{id}").AssertProblemAsync(400, ApiErrorCodes.JobInvalidId);
        await host.Http.GetAsync($"/api/status/{id}/images").AssertProblemAsync(400, ApiErrorCodes.JobInvalidId);
        await host.Http.DeleteAsync($"/api/status/{id}").AssertProblemAsync(400, ApiErrorCodes.JobInvalidId);
        await host.Http.GetAsync($"/api/download/{id}").AssertProblemAsync(400, ApiErrorCodes.JobInvalidId);
        await host.Http.GetAsync($"/api/images/{id}/0-a.jpg").AssertProblemAsync(400, ApiErrorCodes.JobInvalidId);
        await host.Http.PostAsync($"/api/cancel/{id}", null).AssertProblemAsync(400, ApiErrorCodes.JobInvalidId);
        await host.Http.PostAsync($"/api/retry/{id}", null).AssertProblemAsync(400, ApiErrorCodes.JobInvalidId);
    }

    [Theory]
    [InlineData("images=-1")]
    [InlineData("images=1001")]
    [InlineData("images=many")]
    public async Task Get_wrong_query_is_refused(string query)
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();
        await host.Http.GetAsync($"/api/status/{job.Id}?{query}").AssertProblemAsync(400, ApiErrorCodes.InvalidQuery);
    }
}
