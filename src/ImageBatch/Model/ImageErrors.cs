namespace ImageBatch.Model;

/// <summary>Errors that more than one room raises.</summary>
internal static class ImageErrors
{
    public static ImageException TooLarge(int limit) => new(
        ImageErrorCodes.DownloadTooLarge, $"The image is larger than {limit:N0} bytes, the most that is taken.");
}
