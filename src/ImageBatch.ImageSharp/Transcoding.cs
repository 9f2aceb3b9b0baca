using ImageBatch.Codecs;
using ImageBatch.ImageSharp.Animation;
using ImageBatch.ImageSharp.Decoding;
using ImageBatch.ImageSharp.Encoding;
using ImageBatch.ImageSharp.Limits;
using ImageBatch.ImageSharp.Metadata;
using ImageBatch.ImageSharp.Scaling;
using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp;

/// <summary>One image on its way through the library.</summary>
internal sealed class Transcoding(
    TranscodeRequest request, Configuration configuration, WorkingMemory memory, bool keepMetadata, CancellationToken cancellationToken)
{
    /// <summary>Decodes, scales, turns and encodes.</summary>
    /// <returns>What the owner of the image should know, or null.</returns>
    public string? Run(ReadOnlyMemory<byte> input, Stream output)
    {
        try
        {
            using var image = Decode(input);
            Frames.Prepare(image, request);
            Scaler.Apply(image, request);
            var profile = Profiles.Choose(image, request);
            Clean(image);
            var note = Encode(image, new EncodingJob(request, profile.Space, output, keepMetadata, cancellationToken));
            string[] notes = [.. new[] { FrameChoice.Note(request), profile.Note, note }.OfType<string>()];
            return notes.Length == 0 ? null : string.Join(' ', notes);
        }
        catch (Exception exception) when (Failures.OfMemory(exception, memory) is { } error)
        {
            throw error;
        }
    }

    private string? Encode(Image image, EncodingJob job)
    {
        switch (request.Format)
        {
            case ImageFormat.Jpeg:
                JpegOutput.Write(image, job);
                return null;
            case ImageFormat.Png:
                PngOutput.Write(image, job);
                return null;
            case ImageFormat.WebP:
                WebPOutput.Write(image, job);
                return null;
            case ImageFormat.Gif:
                GifOutput.Write(image, job);
                return null;
            case ImageFormat.Bmp:
                BmpOutput.Write((Image<Rgba32>)image, job);
                return null;
            default:
                return TiffOutput.Write(image, job);
        }
    }

    private void Clean(Image image)
    {
        Cleaner.DropAssumedDensity(image.Metadata);
        if (keepMetadata)
        {
            Cleaner.KeepMetadata(image, request.Format);
        }
        else
        {
            Cleaner.DropMetadata(image);
        }
    }

    private Image Decode(ReadOnlyMemory<byte> input)
    {
        if (request.Header.Format == ImageFormat.Png)
        {
            PngData.EnsureWhole(input, FrameChoice.KeepsAll(request), keepMetadata, cancellationToken);
        }

        try
        {
            return PixelChoices.Of(request) switch
            {
                PixelChoice.Rgb24 => Read<Rgb24>(input),
                PixelChoice.Rgba64 => Read<Rgba64>(input),
                _ => Read<Rgba32>(input),
            };
        }
        catch (Exception exception) when (
            Failures.OfMemory(exception, memory) is null
            && Failures.OfDecoding(exception, request.Header.Format) is { } error)
        {
            throw error;
        }
    }

    private Image<TPixel> Read<TPixel>(ReadOnlyMemory<byte> input)
        where TPixel : unmanaged, IPixel<TPixel> =>
        ImageReader.Read<TPixel>(input, request, configuration, keepMetadata, cancellationToken);
}
