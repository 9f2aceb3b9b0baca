using ImageBatch.Ports;

namespace ImageBatch.Testing;

/// <summary>Every URL leads to the same small bitmap, after a moment.</summary>
internal sealed class FlatSource : IImageSource
{
    private readonly byte[] _bitmap = TestImages.Bmp();

    public async Task DownloadAsync(Uri uri, IDownloadBuffer buffer, CancellationToken cancellationToken = default)
    {
        await Task.Delay(10, cancellationToken);
        buffer.Expect(_bitmap.Length);
        _bitmap.CopyTo(await buffer.GetMemoryAsync(cancellationToken));
        buffer.Advance(_bitmap.Length);
        buffer.Complete();
    }
}
