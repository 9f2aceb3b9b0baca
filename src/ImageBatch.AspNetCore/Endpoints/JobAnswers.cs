using ImageBatch.AspNetCore.Contracts;
using ImageBatch.AspNetCore.Errors;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>Answers with jobs and their images.</summary>
internal static class JobAnswers
{
    public const int DefaultImages = 100;
    public const int MaxImages = 1_000;

    /// <summary>Finds a job that the request names.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    public static async Task<Job> GetAsync(this IImageBatchClient client, JobId id, CancellationToken cancellationToken) =>
        await client.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw Refusals.JobNotFound(id);

    /// <summary>The job a change was made to.</summary>
    /// <exception cref="RequestException">The change was not made.</exception>
    public static Job Require(this JobChangeResult result, JobId id) => result switch
    {
        { Outcome: JobChangeOutcome.Changed, Job: { } job } => job,
        { Outcome: JobChangeOutcome.Finished, Job: { } job } => throw Refusals.JobFinished(job),
        { Outcome: JobChangeOutcome.NotFinished } => throw Refusals.NotFinished("retry its failed images"),
        { Outcome: JobChangeOutcome.NothingFailed } => throw Refusals.NothingFailed(),
        _ => throw Refusals.JobNotFound(id),
    };

    /// <summary>Answers with a job and the first of its images.</summary>
    public static async Task<IResult> AnswerAsync(
        HttpContext http, IImageBatchClient client, Job job, string apiAddress, int images = DefaultImages)
    {
        var links = new JobLinks(client, apiAddress);
        var page = images == 0
            ? null
            : await new ImagePage(client, job, links, null, -1, images).ReadAsync(http.RequestAborted).ConfigureAwait(false);
        if (!job.IsFinished)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(JobResponse.Of(job, links.Download(job), page), ApiJson.Context.JobResponse);
    }
}
