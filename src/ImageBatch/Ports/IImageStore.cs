using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>Keeps output images. An output is visible only when it is whole.</summary>
/// <remarks>
/// Thread-safe. Any exception means that the store cannot be reached; every method can be repeated without harm. One that
/// may answer while it could keep nothing new is an <see cref="IStoreProbe"/> as well.
/// </remarks>
public interface IImageStore
{
    /// <summary>
    /// Saves an output. When it returns, a durable store has it on its disks. Saving a key that exists changes
    /// nothing: the key is made of the content's hash.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The whole output; the caller's again when the call returns.</param>
    /// <param name="cancellationToken">Gives up, leaving nothing visible behind.</param>
    Task SaveAsync(OutputKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Opens an output; null where it does not exist.</summary>
    Task<StoredImage?> OpenAsync(OutputKey key, CancellationToken cancellationToken = default);

    /// <summary>Deletes all outputs of a job; those of an unknown job are none.</summary>
    Task DeleteJobAsync(JobId jobId, CancellationToken cancellationToken = default);

    /// <summary>The absolute URL under which anyone can read an output; null where the store has none.</summary>
    Uri? GetPublicUrl(OutputKey key);
}
