using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.AspNetCore.Health;

/// <summary>
/// Whether the image store answers, asked for an output that no job can have, and, where it can tell, whether it could
/// keep another output.
/// </summary>
internal sealed class ImageStoreHealthCheck(IImageStore images) : StoreHealthCheck(images as IStoreProbe, "image store")
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
