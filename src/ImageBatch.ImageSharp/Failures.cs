using SixLabors.ImageSharp.Memory;

namespace ImageBatch.ImageSharp;

/// <summary>The library's exceptions as errors of an image.</summary>
internal static class Failures
{
    /// <summary>The error that says that an image takes too much; null where the exception says something else.</summary>
    public static ImageException? OfMemory(Exception exception) =>
        exception is InvalidMemoryOperationException or OutOfMemoryException
        || exception.InnerException is InvalidMemoryOperationException
            ? TooManyPixels("The image takes more memory than it may.", exception)
            : null;

    /// <summary>The error of an image that cannot be decoded; null where the exception says something else.</summary>
    public static ImageException? OfDecoding(Exception exception, ImageFormat format)
    {
        var name = ImageFormats.NameOf(format);
        return exception switch
        {
            NotSupportedException => new ImageException(
                ImageErrorCodes.ImageUnsupported, $"ImageSharp does not take this kind of {name}.", exception),
            EndOfStreamException => new ImageException(
                ImageErrorCodes.ImageTruncated, $"The {name} file ends before its image data do.", exception),
            _ when IsOfContent(exception) => new ImageException(
                ImageErrorCodes.ImageCorrupt, $"The {name} file is broken: its image data cannot be decoded.", exception),
            _ => null,
        };
    }

    /// <summary>The error of an image that was decoded and cannot be written; another codec may.</summary>
    public static ImageException OfEncoding(Exception exception, ImageFormat format) => new(
        ImageErrorCodes.ImageUnsupported, $"ImageSharp does not write this image as {ImageFormats.NameOf(format)}.", exception);

    public static ImageException TooManyPixels(string message, Exception? cause = null) =>
        new(ImageErrorCodes.ImageTooManyPixels, message, cause);

    /// <summary>
    /// What decoders throw at content that breaks the rules. Their own type is the first; the others are what damaged files
    /// of each format were seen to raise, where a number of the file is used before it is looked at.
    /// </summary>
    private static bool IsOfContent(Exception exception) => exception
        is ImageFormatException or ImageProcessingException
        or InvalidDataException or IOException
        or ArgumentException or IndexOutOfRangeException or ArithmeticException
        or InvalidOperationException or NullReferenceException or InvalidCastException or FormatException;
}
