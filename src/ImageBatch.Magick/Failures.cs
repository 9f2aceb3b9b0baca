using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick;

/// <summary>Turns what ImageMagick throws while it reads into the codes of the contract.</summary>
/// <remarks>
/// Delegate libraries share few severities, so that much is known only by the text: libtiff's errors are all of one kind,
/// and libjpeg's the same whether a file is broken or of a process that it lacks.
/// </remarks>
internal static class Failures
{
    private static readonly string[] NotSupported =
    [
        "notsupported", "notconfigured", "notimplemented", "notcompiled",
        "unsupportedjpeg", "sorry,", "unsupportedbitsperpixel", "unsupportedfeature", "unsupportedfiletype",
    ];

    private static readonly string[] Ended =
        ["insufficientimagedata", "unexpectedendoffile", "premature", "endoffile", "notenoughimagedata", "notenoughdata"];

    /// <summary>The error of the contract, or null where it is not the image's fault.</summary>
    public static ImageException? OfReading(MagickException exception, ImageFormat format) => exception switch
    {
        MagickResourceLimitErrorException or MagickCacheErrorException => TooManyPixels(exception),
        MagickImageErrorException when Says(exception, "exceedslimit") => TooManyPixels(exception),
        MagickMissingDelegateErrorException or MagickPolicyErrorException => Unsupported(format, exception),

        // The library has no room or right to work: reading AVIF takes a temporary file.
        MagickBlobErrorException or MagickFileOpenErrorException or MagickStreamErrorException
            or MagickConfigureErrorException or MagickModuleErrorException => null,
        _ when NotSupported.Any(text => Says(exception, text)) => Unsupported(format, exception),
        _ => Broken(format, exception),
    };

    /// <summary>The error of the contract of what fails behind the reading, or null where it is not the image's fault.</summary>
    public static ImageException? OfWorking(MagickException exception) => exception
        is MagickResourceLimitErrorException or MagickCacheErrorException ? TooManyPixels(exception) : null;

    /// <summary>The error of an image that was opened although something is wrong with it.</summary>
    public static ImageException Broken(ImageFormat format, MagickException exception)
    {
        var name = ImageFormats.NameOf(format);
        return Ended.Any(text => Says(exception, text))
            ? new ImageException(ImageErrorCodes.ImageTruncated, $"The {name} file ends before its image data do.", exception)
            : new ImageException(ImageErrorCodes.ImageCorrupt, $"The {name} image is broken: it cannot be decoded.", exception);
    }

    public static ImageException TooManyPixels(string message, Exception? cause = null) =>
        new(ImageErrorCodes.ImageTooManyPixels, message, cause);

    public static ImageException Unsupported(string found, Exception? cause = null) =>
        new(ImageErrorCodes.ImageUnsupported, $"Magick does not take {found}.", cause);

    /// <summary>Texts come with or without spaces: ImageMagick translates its own where it finds its table of messages.</summary>
    public static bool Says(MagickException exception, string text) =>
        exception.Message.Replace(" ", "", StringComparison.Ordinal).Contains(text, StringComparison.OrdinalIgnoreCase);

    private static ImageException TooManyPixels(MagickException cause) =>
        TooManyPixels("The image takes more pixels or memory than Magick is given.", cause);

    private static ImageException Unsupported(ImageFormat format, MagickException cause) =>
        Unsupported($"this kind of {ImageFormats.NameOf(format)}", cause);
}
