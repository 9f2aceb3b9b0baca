using ImageBatch.Codecs;
using ImageBatch.ImageSharp.Metadata;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>What an encoder is to make, and where to.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Space">What the profile that the output keeps is for.</param>
/// <param name="Output">Takes the output; it can be sought.</param>
/// <param name="KeepsMetadata">Whether metadata that are still there are written.</param>
/// <param name="CancellationToken">Looked at between steps, and by the library where it does.</param>
internal sealed record EncodingJob(
    TranscodeRequest Request,
    ProfileSpace Space,
    Stream Output,
    bool KeepsMetadata,
    CancellationToken CancellationToken)
{
    /// <summary>Encodes to the output.</summary>
    public void Write(Image image, IImageEncoder encoder) => Write(image, encoder, Output);

    /// <summary>Encodes to a stream of one's own.</summary>
    public void Write(Image image, IImageEncoder encoder, Stream stream)
    {
        CancellationToken.ThrowIfCancellationRequested();

        // To a stream that can be sought the library encodes before it returns the task.
        image.SaveAsync(stream, encoder, CancellationToken).GetAwaiter().GetResult();
    }
}
