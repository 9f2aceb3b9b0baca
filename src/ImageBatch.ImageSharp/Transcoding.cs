using ImageBatch.ImageSharp.Decoding;
using ImageBatch.ImageSharp.Encoding;
using ImageBatch.ImageSharp.Metadata;

namespace ImageBatch.ImageSharp;

/// <summary>One image on its way through the library.</summary>
internal sealed class Transcoding(
    TranscodeRequest request, Configuration configuration, bool keepMetadata, CancellationToken cancellationToken)
{
    /// <summary>Decodes, scales, turns and encodes.</summary>
    /// <returns>What the owner of the image should know, or null.</returns>
    public string? Run(ReadOnlyMemory<byte> input, Stream output)
    {
        using var image = Decode(input);
        try
        {
            Scaler.Apply(image, request);
            var survey = PixelSurvey.Of(image, cancellationToken);
            var (profile, profileNote) = Profiles.Choose(image.Metadata, request, survey);
            Cleaner.Clean(image, request.Format, keepMetadata);
            ImageWriter.Write(image, new EncodingJob(request, survey, profile, cancellationToken), output);
            string[] notes = [.. new[] { FrameChoice.Note(request), DepthNote(), profileNote }.OfType<string>()];
            return notes.Length == 0 ? null : string.Join(' ', notes);
        }
        catch (Exception exception) when (
            exception is not (ImageException or OperationCanceledException) && Failures.OfMemory(exception) is null)
        {
            throw Failures.OfEncoding(exception, request.Format);
        }
    }

    private Image<Rgba32> Decode(ReadOnlyMemory<byte> input)
    {
        if (request.Header.Format == ImageFormat.Png)
        {
            PngData.EnsureWhole(input, cancellationToken);
        }

        try
        {
            var image = ImageReader.Read(input, request, configuration, keepMetadata, cancellationToken);
            image.Metadata.IccProfile ??=
                request.Header.Format == ImageFormat.Png ? PngProfile.Read(input) : image.Frames.RootFrame.Metadata.IccProfile;
            return image;
        }
        catch (Exception exception) when (
            Failures.OfMemory(exception) is null && Failures.OfDecoding(exception, request.Header.Format) is { } error)
        {
            throw error;
        }
    }

    /// <summary>TIFF could hold what is lost. A PNG below quality 100 is for eyes, and other formats have 8 bits anyway.</summary>
    private string? DepthNote() => request.Header.Precision > 8 && request.Format == ImageFormat.Tiff
        ? "Colours have 8 bits a sample now: this codec writes no more."
        : null;
}
