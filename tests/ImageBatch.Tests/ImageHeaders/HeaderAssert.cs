using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.Tests.ImageHeaders;

internal static class HeaderAssert
{
    public static void Corrupt(byte[] file) => Fails(ImageErrorCodes.ImageCorrupt, file);

    public static void Truncated(byte[] file) => Fails(ImageErrorCodes.ImageTruncated, file);

    public static void Unsupported(string message, byte[] file) =>
        Assert.Contains(message, Fails(ImageErrorCodes.ImageUnsupported, file).Message, StringComparison.Ordinal);

    private static ImageException Fails(string code, byte[] file)
    {
        var exception = Assert.Throws<ImageException>(() => ImageHeaderReader.Read(file));
        Assert.Equal(code, exception.Code);
        return exception;
    }
}
