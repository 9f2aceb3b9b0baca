namespace ImageBatch.Ports;

/// <summary>An output that was opened. Disposing it closes the content.</summary>
/// <param name="content">The content from its beginning; readable, seekable where the store can.</param>
/// <param name="length">Its length in bytes.</param>
public sealed class StoredImage(Stream content, long length) : IAsyncDisposable
{
    /// <summary>The content from its beginning.</summary>
    public Stream Content { get; } = content;

    /// <summary>Its length in bytes.</summary>
    public long Length { get; } = length;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
