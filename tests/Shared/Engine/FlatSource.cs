using ImageBatch.Ports;

namespace ImageBatch.Testing;

/// <summary>Every URL leads to the same small bitmap, after a moment.</summary>
internal sealed class FlatSource : IImageSource
{
    private readonly byte[] _bitmap = TestImages.Bmp();

    public async Task DownloadAsync(Uri uri, IDownloadBuffer buffer, CancellationToken cancellationToken = default)
    {
        await Task.Delay(10, cancellationToken);
        var memory = await buffer.ReserveAsync(_bitmap.Length, cancellationToken);
        _bitmap.CopyTo(memory);
        buffer.Complete(_bitmap.Length);
    }
}
