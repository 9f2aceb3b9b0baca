using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>
/// Renders absolute URLs. A job that was submitted without HTTP may know of no address; it is shown under that of the
/// request at hand.
/// </summary>
internal sealed class JobLinks(IImageBatchClient client, string apiAddress)
{
    public string Status(Job job) => client.GetRouteUrl(job, "status") ?? $"{apiAddress}/status/{job.Id}";

    public string Download(Job job) => client.GetRouteUrl(job, "download") ?? $"{apiAddress}/download/{job.Id}";

    public string? Output(Job job, JobImage image) => client.GetOutputUrl(job, image)
        ?? (image.Output is { } output ? $"{apiAddress}/images/{job.Id}/{output.Name}" : null);
}
