using SixLabors.ImageSharp.Processing;

namespace ImageBatch.ImageSharp;

/// <summary>Brings an image to the size and the orientation in which it is shown.</summary>
internal static class Scaler
{
    /// <summary>
    /// Scales by Lanczos of three lobes, on the samples as they are stored (gamma-encoded), alpha premultiplied; then turns.
    /// </summary>
    public static void Apply(Image image, TranscodeRequest request)
    {
        var orientation = request.Header.Orientation;
        var size = orientation >= 5 ? new Size(request.Height, request.Width) : new Size(request.Width, request.Height);

        // A GIF with a frame that is larger than its screen has the screen's size here, which its header does not say.
        size = new Size(Math.Min(size.Width, image.Width), Math.Min(size.Height, image.Height));
        if (request.Resizes && size != image.Size())
        {
            image.Mutate(context => context.Resize(new ResizeOptions
            {
                Size = size,
                Mode = ResizeMode.Stretch,
                Sampler = KnownResamplers.Lanczos3,
                PremultiplyAlpha = request.Header.Format != ImageFormat.Jpeg,
                Compand = false,
            }));
        }

        if (orientation != 1)
        {
            image.Mutate(context => Turn(context, orientation));
        }
    }

    /// <summary>EXIF 2.32 (CIPA DC-008), 4.6.4, tag 274.</summary>
    private static void Turn(IImageProcessingContext context, int orientation) => _ = orientation switch
    {
        2 => context.Flip(FlipMode.Horizontal),
        3 => context.Rotate(RotateMode.Rotate180),
        4 => context.Flip(FlipMode.Vertical),
        5 => context.RotateFlip(RotateMode.Rotate90, FlipMode.Horizontal),
        6 => context.Rotate(RotateMode.Rotate90),
        7 => context.RotateFlip(RotateMode.Rotate270, FlipMode.Horizontal),
        _ => context.Rotate(RotateMode.Rotate270),
    };
}
