using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Endpoints;

public sealed class DownloadEndpointTests
{
    [Fact]
    public async Task Get_finished_job_is_a_csv_to_save()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(JobStatus.Failed);

        using var answer = await host.Http.GetAsync($"/api/download/{job.Id}");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal($"{job.Id}.csv", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal("Serial Number,Errors\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_unfinished_job_conflicts()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(JobStatus.Processing);
        await host.Http.GetAsync($"/api/download/{job.Id}").AssertProblemAsync(409, ApiErrorCodes.JobNotFinished);
    }

    [Fact]
    public async Task Get_unknown_job_is_not_found()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.GetAsync($"/api/download/{Guid.NewGuid()}").AssertProblemAsync(404, ApiErrorCodes.JobNotFound);
    }

    [Fact]
    public async Task Get_store_failing_midway_breaks_off_the_answer()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(JobStatus.Completed);
        host.Client.ResultCsvFailure = new IOException("Disk is gone.");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Http.GetStringAsync($"/api/download/{job.Id}"));
    }
}
