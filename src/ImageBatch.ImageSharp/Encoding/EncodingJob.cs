using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata.Profiles.Icc;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>What an encoder is to make.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Survey">What the pixels are, as they are to be encoded.</param>
/// <param name="Profile">What samples the profile is for that the output keeps.</param>
/// <param name="CancellationToken">Looked at between steps, and by the library where it does.</param>
internal sealed record EncodingJob(
    TranscodeRequest Request, PixelSurvey Survey, IccColorSpaceType? Profile, CancellationToken CancellationToken)
{
    /// <summary>Whether the output is to have grey alone.</summary>
    public bool IsGrey => Survey.IsGrey && Profile != IccColorSpaceType.Rgb;

    /// <summary>Encodes to a stream that can be sought.</summary>
    public void Encode(Image image, IImageEncoder encoder, Stream output)
    {
        CancellationToken.ThrowIfCancellationRequested();

        // To a stream that can be sought the library encodes before it returns the task.
        image.SaveAsync(output, encoder, CancellationToken).GetAwaiter().GetResult();
    }
}
