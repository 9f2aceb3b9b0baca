using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>
/// Reads what the first bytes of an image file say: format, dimensions, frames, orientation. No pixel is decoded, so
/// that limits on pixels hold before any codec sees the file.
/// </summary>
/// <remarks>
/// <para>Thread-safe. Reads nothing outside the span, allocates nothing that depends on what the file claims, and takes
/// time at most linear in the file's length.</para>
/// <para>A header is read when it is whole, even where the image data behind it are cut off or broken: that is for a
/// codec to find. Metadata never fail an image: an orientation that cannot be read is 1.</para>
/// <para>Components and precision are those stored, so that a palette image has one component of as many bits as an
/// index has. More than four components are reported as 0.</para>
/// </remarks>
public static class ImageHeaderReader
{
    /// <summary>Frames are counted up to here.</summary>
    internal const int MaxFrames = 1_000_000;

    /// <summary>Reads the header of an image file.</summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term>JPEG</term><description>ITU-T T.81, annex B, up to the first frame header (B.2.2) or DHP segment
    /// (B.3.2); orientation from Exif (CIPA DC-008, 4.7.2).</description></item>
    /// <item><term>PNG</term><description>PNG third edition: IHDR (11.2.1), acTL (11.3.6.1), eXIf (11.3.4.5).</description></item>
    /// <item><term>GIF</term><description>GIF89a, sections 17 to 27. The size is that of the logical screen, or of what
    /// encloses it and every frame where a frame reaches beyond it.</description></item>
    /// <item><term>WebP</term><description>RFC 9649, section 2; VP8 frame header of RFC 6386, section 9.1.</description></item>
    /// <item><term>BMP</term><description>BITMAPCOREHEADER, BITMAPINFOHEADER and its OS/2, V4 and V5 successors.</description></item>
    /// <item><term>TIFF</term><description>TIFF 6.0, section 2. The size is that of the first directory; every
    /// directory of the chain is a frame.</description></item>
    /// <item><term>AVIF</term><description>AV1 Image File Format 1.1 on ISO/IEC 14496-12 and 23008-12. The size is that
    /// of the primary item (ispe). Rotation and mirroring (irot, imir) are not mapped to an orientation. Frames of a
    /// sequence are the samples of its longest track; 2 where the file does not say.</description></item>
    /// </list>
    /// </remarks>
    /// <param name="file">The whole file.</param>
    /// <returns>The header; its width and height are at least 1.</returns>
    /// <exception cref="ImageException">
    /// <see cref="ImageErrorCodes.ImageUnsupported"/> where the first bytes are those of none of the formats, or of a
    /// variant that nothing reads; <see cref="ImageErrorCodes.ImageCorrupt"/> where the header breaks the format's
    /// rules; <see cref="ImageErrorCodes.ImageTruncated"/> where the file is empty or ends inside its header.
    /// </exception>
    public static ImageHeader Read(ReadOnlySpan<byte> file)
    {
        var format = MagicBytes.Identify(file);
        var bytes = new HeaderBytes(file, format);
        return format switch
        {
            ImageFormat.Jpeg => JpegHeader.Read(bytes),
            ImageFormat.Png => PngHeader.Read(bytes),
            ImageFormat.Gif => GifHeader.Read(bytes),
            ImageFormat.WebP => WebPHeader.Read(bytes),
            ImageFormat.Bmp => BmpHeader.Read(bytes),
            ImageFormat.Tiff => TiffHeader.Read(bytes),
            ImageFormat.Avif => AvifHeader.Read(bytes),
            _ => throw UnknownFormat.Describe(file),
        };
    }
}
