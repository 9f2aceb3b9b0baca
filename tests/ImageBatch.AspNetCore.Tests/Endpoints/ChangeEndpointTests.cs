using System.Net;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Endpoints;

public sealed class ChangeEndpointTests
{
    [Fact]
    public async Task Cancel_unfinished_job_answers_with_its_status()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(JobStatus.Processing);

        using var answer = await host.Http.PostAsync($"/api/cancel/{job.Id}", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(job.Id.ToString(), (await answer.JsonAsync()).GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task Cancel_finished_job_conflicts()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(JobStatus.Completed);
        await host.Http.PostAsync($"/api/cancel/{job.Id}", null).AssertProblemAsync(409, ApiErrorCodes.JobFinished);
    }

    [Fact]
    public async Task Retry_job_with_failed_images_answers_with_its_status()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(TestJobs.Create(JobStatus.Completed) with { Images = new(0, 1, 2, 0) });

        using var answer = await host.Http.PostAsync($"/api/retry/{job.Id}", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, (await answer.JsonAsync()).GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task Retry_unfinished_job_conflicts()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();
        await host.Http.PostAsync($"/api/retry/{job.Id}", null).AssertProblemAsync(409, ApiErrorCodes.JobNotFinished);
    }

    [Fact]
    public async Task Retry_job_without_failed_images_conflicts()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(JobStatus.Completed);
        await host.Http.PostAsync($"/api/retry/{job.Id}", null).AssertProblemAsync(409, ApiErrorCodes.JobNothingFailed);
    }

    [Fact]
    public async Task Delete_job_is_gone()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();

        using var answer = await host.Http.DeleteAsync($"/api/status/{job.Id}/");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await host.Http.GetAsync($"/api/status/{job.Id}").AssertProblemAsync(404, ApiErrorCodes.JobNotFound);
        await host.Http.DeleteAsync($"/api/status/{job.Id}").AssertProblemAsync(404, ApiErrorCodes.JobNotFound);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("retry")]
    public async Task Change_unknown_job_is_not_found(string route)
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync($"/api/{route}/{Guid.NewGuid()}", null).AssertProblemAsync(404, ApiErrorCodes.JobNotFound);
    }
}
