using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>
/// The engine's memory for the body of one try to download. It grows with what has come: write into
/// <see cref="GetMemoryAsync"/>, say with <see cref="Advance"/> how much, go on until the body ends, then
/// <see cref="Complete"/> it. Not thread-safe.
/// </summary>
public interface IDownloadBuffer
{
    /// <summary>The job of the image. What a source has little of, it shares out between jobs.</summary>
    JobId Job { get; }

    /// <summary>Most bytes that a body may have after any content coding is undone.</summary>
    int Limit { get; }

    /// <summary>
    /// Names the body's length where it is known, before its first byte is written: nothing is downloaded that is too
    /// large, and memory for all of it is kept.
    /// </summary>
    /// <param name="length">Bytes that are to come, at least 0.</param>
    /// <exception cref="ImageException">The length is above the limit: <see cref="ImageErrorCodes.DownloadTooLarge"/>.</exception>
    void Expect(long length);

    /// <summary>
    /// Answers memory for what comes next, waiting for it where there is none; time spent here is not the server's. Call it
    /// when the headers are in.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>At least one byte, good until the next call of any method.</returns>
    /// <exception cref="ImageException">
    /// The body has reached the limit and goes on: <see cref="ImageErrorCodes.DownloadTooLarge"/>. So call it only after
    /// looking whether a body that has <see cref="Limit"/> bytes ends there.
    /// </exception>
    ValueTask<Memory<byte>> GetMemoryAsync(CancellationToken cancellationToken);

    /// <summary>Says how much of the memory was written.</summary>
    /// <param name="count">Bytes, from 0 to the length of the memory.</param>
    void Advance(int count);

    /// <summary>Says that the whole body has been written.</summary>
    void Complete();
}
