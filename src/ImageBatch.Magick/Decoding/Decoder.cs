using ImageBatch.Codecs;
using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick.Decoding;

/// <summary>Decodes a file by the coder of the format that its header has.</summary>
internal static class Decoder
{
    /// <exception cref="ImageException">As the codec's contract says.</exception>
    public static MagickImageCollection Read(ReadOnlySpan<byte> file, TranscodeRequest request)
    {
        var format = request.Header.Format;
        InputGuard.Check(file, format);
        var settings = Settings(request);
        try
        {
            if (format == ImageFormat.Tiff && settings.FrameCount is null)
            {
                CheckPages(file, settings, request.Header);
            }

            return Read(file, settings, format, FrameSupport.KeepsFrames(request) ? request.Header.Frames : 1);
        }
        catch (MagickException exception) when (Failures.OfReading(exception, format) is { } failure)
        {
            throw failure;
        }
    }

    private static MagickImageCollection Read(
        ReadOnlySpan<byte> file, MagickReadSettings settings, ImageFormat format, int frames)
    {
        var images = new MagickImageCollection();
        try
        {
            var warnings = new List<MagickException>();
            images.Warning += (_, warning) => warnings.Add(warning.Exception);
            images.Read(file, settings);
            ReadWarnings.Check(warnings, format);
            CheckFrames(images, format, frames);
            return images;
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    private static MagickReadSettings Settings(TranscodeRequest request)
    {
        var settings = new MagickReadSettings { Format = Coders.Of(request.Header.Format)!.Value };

        // The layers of Photoshop in a TIFF are no pages, and their reader is another coder.
        settings.SetDefine(MagickFormat.Tiff, "ignore-layers", flag: true);
        if (ReducedScale.Of(request) is { } scale)
        {
            settings.SetDefine(MagickFormat.Jpeg, "size", scale);
        }

        if (!FrameSupport.KeepsFrames(request))
        {
            settings.FrameIndex = 0;
            settings.FrameCount = 1;
        }

        return settings;
    }

    /// <summary>The WebP coder leaves frames out that it cannot find, and makes an image without pixels of none.</summary>
    private static void CheckFrames(MagickImageCollection images, ImageFormat format, int frames)
    {
        if (images.Count < frames || images.Any(IsWithoutPixels))
        {
            throw new ImageException(
                ImageErrorCodes.ImageCorrupt, $"The {ImageFormats.NameOf(format)} image is broken: frames are missing.");
        }
    }

    private static bool IsWithoutPixels(IMagickImage<byte> image)
    {
        using var pixels = image.GetPixelsUnsafe();
        return pixels.GetAreaPointer(0, 0, 1, 1) == IntPtr.Zero;
    }

    /// <summary>Memory was reserved for pages of the first one's size, since the header says no other.</summary>
    private static void CheckPages(ReadOnlySpan<byte> file, MagickReadSettings settings, ImageHeader header)
    {
        using var pages = new MagickImageCollection();
        pages.Ping(file, settings);
        if (pages.Sum(page => (long)page.Width * page.Height) > header.Pixels * header.Frames)
        {
            throw Failures.TooManyPixels("The TIFF has pages that are larger than its first one.");
        }
    }
}
