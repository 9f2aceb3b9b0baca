using System.Collections.Frozen;
using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick;

/// <summary>
/// The coders of ImageMagick that are ever reached, and whether this build of it has them. Every file is read and written
/// by a coder that is named: ImageMagick never chooses one by content or by name.
/// </summary>
internal static class Coders
{
    private static readonly FrozenDictionary<MagickFormat, IMagickFormatInfo> Built =
        MagickNET.SupportedFormats.ToFrozenDictionary(info => info.Format);

    public static MagickFormat? Of(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => MagickFormat.Jpeg,
        ImageFormat.Png => MagickFormat.Png,
        ImageFormat.Gif => MagickFormat.Gif,
        ImageFormat.WebP => MagickFormat.WebP,
        ImageFormat.Bmp => MagickFormat.Bmp,
        ImageFormat.Tiff => MagickFormat.Tiff,
        ImageFormat.Avif => MagickFormat.Avif,
        _ => null,
    };

    public static bool CanRead(ImageFormat format) =>
        Of(format) is { } coder && Built.TryGetValue(coder, out var info) && info.SupportsReading;

    public static bool CanWrite(ImageFormat format) =>
        Of(format) is { } coder && Built.TryGetValue(coder, out var info) && info.SupportsWriting;
}
