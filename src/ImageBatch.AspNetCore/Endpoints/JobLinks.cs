using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>
/// Renders absolute URLs. A job that was submitted without HTTP may know of no address; it is shown under that of the
/// request at hand.
/// </summary>
internal sealed class JobLinks(IImageBatchClient client, string apiAddress)
{
    public string Status(Job job) => Route(job, "status");

    public string Download(Job job) => Route(job, "download");

    public string? Output(Job job, JobImage image) => client.GetOutputUrl(WithAddress(job), image);

    private string Route(Job job, string route) =>
        client.GetRouteUrl(WithAddress(job), route) ?? $"{apiAddress}/{route}/{job.Id}";

    private Job WithAddress(Job job) => job.Definition.BaseUrl is not null
        ? job
        : job with { Definition = job.Definition with { BaseUrl = apiAddress } };
}
