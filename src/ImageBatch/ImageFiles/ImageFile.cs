using System.Buffers;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.ImageFiles;

/// <summary>What can be told and done of a whole image file by its container alone, without decoding a pixel.</summary>
/// <remarks>
/// For codecs on libraries that open cut files silently, or that cannot keep image data while metadata go. Thread-safe.
/// Takes time and memory at most linear in the file's length, whatever the file claims.
/// </remarks>
public static class ImageFile
{
    /// <summary>Whether the file ends before its image data do, as far as the container says.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>
    /// True where something is missing, the header or all of it included; false where all is there, where the bytes are
    /// those of no known format, and where the structure is broken: a decoder says that.
    /// </returns>
    public static bool EndsEarly(ReadOnlySpan<byte> file)
    {
        try
        {
            var format = MagicBytes.Identify(file);
            return EndsEarly(new HeaderBytes(file, format), format);
        }
        catch (ImageException exception)
        {
            return exception.Code == ImageErrorCodes.ImageTruncated;
        }
    }

    /// <summary>Copies the file without its metadata; what the picture needs to look the same stays.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="output">Takes the copy, which is never longer than the file. Nothing is written where this throws.</param>
    /// <exception cref="ImageException">
    /// Those of <see cref="ImageHeaderReader.Read"/>; <see cref="ImageErrorCodes.ImageTruncated"/> where
    /// <see cref="EndsEarly(ReadOnlySpan{byte})"/>; <see cref="ImageErrorCodes.ImageCorrupt"/> where the structure cannot
    /// be followed.
    /// </exception>
    public static void WriteWithoutMetadata(ReadOnlySpan<byte> file, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var format = ImageHeaderReader.Read(file).Format;
        var bytes = new HeaderBytes(file, format);
        if (EndsEarly(file))
        {
            throw bytes.EndsEarly();
        }

        var writer = new FileWriter(output.GetSpan(file.Length)[..file.Length]);
        switch (format)
        {
            case ImageFormat.Png:
                PngContainer.WriteWithoutMetadata(bytes, ref writer);
                break;
            case ImageFormat.Gif:
                GifContainer.WriteWithoutMetadata(bytes, ref writer);
                break;
            case ImageFormat.WebP:
                WebPContainer.WriteWithoutMetadata(bytes, ref writer);
                break;
            case ImageFormat.Bmp:
                BmpContainer.WriteWithoutMetadata(bytes, ref writer);
                break;
            case ImageFormat.Tiff:
                TiffContainer.WriteWithoutMetadata(bytes, ref writer);
                break;
            case ImageFormat.Avif:
                AvifContainer.WriteWithoutMetadata(bytes, ref writer);
                break;
            case ImageFormat.Jpeg:
                JpegContainer.WriteWithoutMetadata(bytes, ref writer);
                break;
            default:
                throw UnknownFormat.Describe(file);
        }

        output.Advance(writer.Length);
    }

    private static bool EndsEarly(HeaderBytes file, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => JpegContainer.EndsEarly(file),
        ImageFormat.Png => PngContainer.EndsEarly(file),
        ImageFormat.Gif => GifContainer.EndsEarly(file),
        ImageFormat.WebP => WebPContainer.EndsEarly(file),
        ImageFormat.Bmp => BmpContainer.EndsEarly(file),
        ImageFormat.Tiff => TiffContainer.EndsEarly(file),
        ImageFormat.Avif => AvifContainer.EndsEarly(file),
        _ => false,
    };
}
