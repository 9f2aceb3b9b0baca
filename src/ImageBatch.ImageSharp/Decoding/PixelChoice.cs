using ImageBatch.Codecs;
using ImageBatch.Model;

namespace ImageBatch.ImageSharp.Decoding;

/// <summary>In what pixels an image is decoded, scaled and encoded.</summary>
internal enum PixelChoice
{
    /// <summary>Three bytes: what a JPEG holds.</summary>
    Rgb24,

    /// <summary>Four bytes.</summary>
    Rgba32,

    /// <summary>Eight bytes, where the output can hold samples of more than 8 bits.</summary>
    Rgba64,
}

/// <summary>Chooses <see cref="PixelChoice"/>.</summary>
internal static class PixelChoices
{
    public static PixelChoice Of(TranscodeRequest request) => request.Header.Format switch
    {
        ImageFormat.Jpeg when request.Format is ImageFormat.Jpeg or ImageFormat.WebP => PixelChoice.Rgb24,
        ImageFormat.Png or ImageFormat.Tiff when request.Header.Precision > 8
            && request.Format is ImageFormat.Png or ImageFormat.Tiff => PixelChoice.Rgba64,
        _ => PixelChoice.Rgba32,
    };

    /// <summary>Bytes of a pixel.</summary>
    public static int BytesOf(TranscodeRequest request) => Of(request) switch
    {
        PixelChoice.Rgb24 => 3,
        PixelChoice.Rgba64 => 8,
        _ => 4,
    };
}
