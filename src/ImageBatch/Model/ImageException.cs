namespace ImageBatch.Model;

/// <summary>Thrown by image sources and codecs to fail one image with a code of <see cref="ImageErrorCodes"/>.</summary>
public sealed class ImageException : Exception
{
    /// <summary>Creates the exception of a permanent error.</summary>
    /// <param name="code">One of <see cref="ImageErrorCodes"/>.</param>
    /// <param name="message">A sentence for the uploader. It tells nothing about the inside of the system.</param>
    /// <param name="innerException">What caused it, for the log.</param>
    public ImageException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>One of <see cref="ImageErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>Whether another try may succeed.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the server asked to wait before another try; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The code and message as they are stored with the image.</summary>
    public ImageError ToError() => new(Code, Message.Length <= 500 ? Message : Message[..500]);
}
