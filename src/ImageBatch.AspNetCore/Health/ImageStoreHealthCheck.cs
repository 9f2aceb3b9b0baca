using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging;

namespace ImageBatch.AspNetCore.Health;

/// <summary>
/// Whether the image store answers, asked for an output that no job can have, and, where it can tell, whether it could
/// keep another output.
/// </summary>
internal sealed class ImageStoreHealthCheck(IImageStore images, ILogger<ImageStoreHealthCheck> logger, Outages? outages = null)
    : StoreHealthCheck(images as IStoreProbe, "image store", outages, logger)
{
    private static readonly OutputKey Missing = OutputKey.Create(new JobId(Guid.Empty), 0, [], ImageFormat.Jpeg);

    protected override async Task AskAsync(CancellationToken cancellationToken)
    {
        if (await images.OpenAsync(Missing, cancellationToken).ConfigureAwait(false) is { } image)
        {
            await image.DisposeAsync().ConfigureAwait(false);
        }
    }
}
