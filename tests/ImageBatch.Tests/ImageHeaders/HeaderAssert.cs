using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.Tests.ImageHeaders;

internal static class HeaderAssert
{
    public static void Corrupt(byte[] file) => Fails(ImageErrorCodes.ImageCorrupt, file);

    public static void Truncated(byte[] file) => Fails(ImageErrorCodes.ImageTruncated, file);

    public static void Unsupported(string message, byte[] file) =>
        Assert.Contains(message, Fails(ImageErrorCodes.ImageUnsupported, file).Message, StringComparison.Ordinal);

    /// <summary>The code of the error, or null where the header was read. Any other exception fails the test.</summary>
    public static string? Contract(ReadOnlySpan<byte> file)
    {
        try
        {
            var header = ImageHeaderReader.Read(file);
            Assert.True(header.Width >= 1 && header.Height >= 1 && header.Format != ImageFormat.Unknown);
            Assert.InRange(header.Frames, 1, 1_000_000);
            Assert.InRange(header.Orientation, 1, 8);
            Assert.InRange(header.Components, 0, 4);
            Assert.Equal(file.Length, header.Length);
            return null;
        }
        catch (ImageException exception)
        {
            Assert.Contains(
                exception.Code,
                (string[])[ImageErrorCodes.ImageUnsupported, ImageErrorCodes.ImageCorrupt, ImageErrorCodes.ImageTruncated]);
            return exception.Code;
        }
    }

    private static ImageException Fails(string code, byte[] file)
    {
        var exception = Assert.Throws<ImageException>(() => ImageHeaderReader.Read(file));
        Assert.Equal(code, exception.Code);
        return exception;
    }
}
