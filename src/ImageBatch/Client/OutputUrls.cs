using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Options;

namespace ImageBatch.Client;

/// <summary>Renders absolute URLs when they are read, so that a move of the host or the store moves them too.</summary>
internal sealed class OutputUrls(IImageStore images, UrlSigner signer, IOptions<ImageBatchOptions> options)
{
    private const string Images = "images";
    private const string Download = "download";

    /// <summary>The URL of an image's output; null where there is none.</summary>
    public string? OfOutput(Job job, JobImage image)
    {
        if (image.Output is not { } output || !OutputKey.TryCreate(job.Id, output.Name, out var key))
        {
            return null;
        }

        return images.GetPublicUrl(key)?.AbsoluteUri
            ?? (RootOf(job) is { } root ? $"{root}/{signer.Sign($"{Images}/{key}")}" : null);
    }

    /// <summary>The URL of a route of the HTTP API for a job; null where the API's address is not known.</summary>
    public string? OfRoute(Job job, string route)
    {
        var path = $"{route}/{job.Id}";
        return RootOf(job) is { } root ? $"{root}/{(route == Download ? signer.Sign(path) : path)}" : null;
    }

    private string? RootOf(Job job) => options.Value.PublicBaseUrl?.TrimEnd('/') ?? job.Definition.BaseUrl;
}
