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
    /// <remarks>
    /// <list type="table">
    /// <item><term>JPEG</term><description>The EOI marker is missing behind the scans of the first image (ITU-T T.81,
    /// B.1.1.3).</description></item>
    /// <item><term>PNG</term><description>The IEND chunk is missing, or a part of it or of one before it.</description></item>
    /// <item><term>GIF</term><description>A block is not whole, or the file ends other than behind an image. That the
    /// trailer alone is missing is common, and does not count.</description></item>
    /// <item><term>WebP</term><description>The length in the RIFF header, or that of a chunk, reaches beyond the end.</description></item>
    /// <item><term>BMP</term><description>The pixels reach beyond the end: rows of whole 32-bit words, or as many bytes
    /// as the header says where they are compressed.</description></item>
    /// <item><term>TIFF</term><description>A directory, strip or tile of any page reaches beyond the end.</description></item>
    /// <item><term>AVIF</term><description>A box, an extent of an item or a chunk of samples reaches beyond the end, or the
    /// box that describes them is missing.</description></item>
    /// </list>
    /// </remarks>
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
    /// <remarks>
    /// <para>Kept are the image data of all frames and pages, byte for byte, the ICC profile, the orientation, the density,
    /// and what else colours, transparency and the run of an animation depend on. Position, camera, times, names, texts,
    /// thumbnails, Exif, XMP, IPTC and whatever is of no known use are dropped, and so is what lies behind the image.</para>
    /// <list type="table">
    /// <item><term>JPEG</term><description>Kept: JFIF without its thumbnail, the Adobe segment where colour depends on it,
    /// the profile. Further pictures and videos behind the first are dropped.</description></item>
    /// <item><term>PNG</term><description>Kept: critical chunks, tRNS, gAMA, cHRM, sRGB, iCCP, cICP, mDCV, cLLI, pHYs and the
    /// animation. Checksums are not looked at.</description></item>
    /// <item><term>GIF</term><description>Kept: graphic controls of images, the number of runs (NETSCAPE2.0, ANIMEXTS1.0), the
    /// profile (ICCRGBG1012).</description></item>
    /// <item><term>WebP</term><description>Kept: image data, alpha, frames and the profile.</description></item>
    /// <item><term>BMP</term><description>Kept: an embedded profile. A linked one, the path of a file, is dropped.</description></item>
    /// <item><term>TIFF</term><description>Kept: the tags that pixels are decoded, shown or printed with. The others leave
    /// every directory and their values become zeros; the length stays. Private tags of raw files are among them.</description></item>
    /// <item><term>AVIF</term><description>Items of metadata, thumbnails and boxes of no known use get the type free and
    /// become zeros; the length stays, but for such boxes at the end.</description></item>
    /// </list>
    /// <para>The orientation is kept in Exif metadata of its own where it is not 1 (JPEG, PNG, WebP), or in its entry (TIFF).</para>
    /// </remarks>
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
            case ImageFormat.Jpeg:
                JpegContainer.WriteWithoutMetadata(bytes, ref writer);
                break;
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
            default:
                throw UnknownFormat.Describe(file);
        }

        output.Advance(writer.Length);
    }

    /// <summary>
    /// Refuses what is known to be opened in silence by decoders that cannot decode it, and what has so many parts that their
    /// lists outgrow the image.
    /// </summary>
    /// <param name="file">The whole file, which does not end early.</param>
    /// <exception cref="ImageException"><see cref="ImageErrorCodes.ImageCorrupt"/>.</exception>
    internal static void EnsureDecodable(ReadOnlySpan<byte> file)
    {
        var format = MagicBytes.Identify(file);
        var bytes = new HeaderBytes(file, format);
        switch (format)
        {
            case ImageFormat.Jpeg:
                JpegTables.EnsureDefined(bytes);
                break;
            case ImageFormat.Png:
                PngContainer.EnsureFewChunks(bytes);
                break;
            case ImageFormat.Gif:
                GifContainer.EnsureCodesExist(bytes);
                break;
            case ImageFormat.WebP:
                WebPContainer.EnsureFewChunks(bytes);
                break;
            case ImageFormat.Tiff:
                PartLimit.Check(TiffHeader.Read(bytes).Frames, bytes, "directories");
                break;
            default:
                break;
        }
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
