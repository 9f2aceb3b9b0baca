using System.Buffers;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance.Tests.Codecs;

/// <summary>
/// A codec that does all that codecs can, for JPEG, PNG and bitmaps, to try their suites with. What it does is in methods of its
/// own, so that a codec with a fault overrides one of them.
/// </summary>
internal class ModelCodec : IImageCodec
{
    private const int MostPixels = 1_000_000;
    private const string FirstFrame = "Only the first frame of the animation is in the output.";

    public string Name => "Model";

    public virtual CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) =>
        header.Format is not (ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Bmp) ? CodecAnswer.No($"{header.Format} images")
        : options.FormatOf(header.Format) is not (ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Bmp) ? CodecAnswer.No($"a conversion to {options.Format}")
        : header.Pixels > MostPixels ? CodecAnswer.No("images that are too large")
        : CodecAnswer.Yes(100 * header.Pixels);

    public virtual CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = input.ToArray();
        var header = ImageHeaderReader.Read(file);
        if (!CanCompress(header, options).CanCompress)
        {
            throw new ImageException(ImageErrorCodes.ImageUnsupported, "Model does not take this image.");
        }

        var image = Decode(file, header);
        var format = FormatOf(header, options);
        var (width, height) = SizeOf(header, options);
        var keepsFrames = format == ImageFormat.Png;
        RgbaPicture[] frames = [.. image.Frames.Take(keepsFrames ? int.MaxValue : 1).Select(frame => Paint(
            header, frame.Width == width && frame.Height == height ? frame : Scale(frame, width, height), format))];
        var encoded = Encode(format, frames, MetadataOf(file, header, image, options), options.Quality);
        var isMadeAnew = options.Resizes(header) || options.Converts(header.Format);
        if (!isMadeAnew && Strip(file, header) is var stripped && encoded.Length >= stripped.Length)
        {
            Write(stripped, output);
            return new CompressedImage(header.Format, Unchanged: true);
        }

        Write(encoded, output);
        return Result(format, isMadeAnew, frames.Length < image.Frames.Count ? FirstFrame : null);
    }

    /// <summary>The image as shown, or the error of a file that is none.</summary>
    protected virtual DecodedImage Decode(byte[] file, ImageHeader header)
    {
        if (ModelFiles.EndsEarly(file, header.Format))
        {
            throw new ImageException(ImageErrorCodes.ImageTruncated, "The image ends early.");
        }

        try
        {
            return ModelFiles.Decode(file);
        }
        catch (Exception exception)
        {
            throw new ImageException(ImageErrorCodes.ImageCorrupt, "The image is broken.", exception);
        }
    }

    protected virtual ImageFormat FormatOf(ImageHeader header, CompressionOptions options) => options.FormatOf(header.Format);

    protected virtual (int Width, int Height) SizeOf(ImageHeader header, CompressionOptions options) => options.SizeOf(header);

    protected virtual RgbaPicture Scale(RgbaPicture picture, int width, int height) => Pictures.Scale(picture, width, height);

    /// <summary>The colours as the output's format can have them.</summary>
    protected virtual RgbaPicture Paint(ImageHeader header, RgbaPicture picture, ImageFormat format) =>
        format == ImageFormat.Jpeg ? Pictures.OnWhite(picture) : picture;

    protected virtual SampleMetadata MetadataOf(byte[] file, ImageHeader header, DecodedImage image, CompressionOptions options) =>
        image.IccProfile.IsEmpty ? SampleMetadata.None : new() { Profile = image.IccProfile.ToArray() };

    protected virtual byte[] Encode(ImageFormat format, RgbaPicture[] frames, SampleMetadata metadata, int quality) =>
        ModelFiles.Encode(format, frames, metadata, quality);

    /// <summary>The input without its metadata.</summary>
    protected virtual byte[] Strip(byte[] file, ImageHeader header) => ModelFiles.Strip(file, header);

    protected virtual CompressedImage Result(ImageFormat format, bool isMadeAnew, string? note) => new(format, Unchanged: false, note);

    private static void Write(byte[] file, IBufferWriter<byte> output)
    {
        foreach (var part in file.Chunk(1_000))
        {
            part.CopyTo(output.GetSpan(part.Length));
            output.Advance(part.Length);
        }
    }
}
