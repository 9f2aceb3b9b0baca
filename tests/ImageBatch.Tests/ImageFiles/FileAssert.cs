using System.Buffers;
using ImageBatch.ImageFiles;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.Tests.ImageFiles;

internal static class FileAssert
{
    /// <summary>A text that tests put where metadata are.</summary>
    public static ReadOnlySpan<byte> Secret => "tell-tale"u8;

    /// <summary>Cuts the file at every byte: it ends early where less is left than the image needs, and only there.</summary>
    public static void EndsEarlyBefore(int needed, byte[] file, int from = 0)
    {
        for (var length = from; length <= file.Length; length++)
        {
            var expected = length < needed;
            Assert.True(ImageFile.EndsEarly(file.AsSpan(0, length)) == expected, $"Cut to {length} of {file.Length} bytes: not {expected}.");
        }
    }

    /// <summary>A copy without metadata, of which everything is asserted that holds for any file.</summary>
    public static byte[] Strip(byte[] file)
    {
        var output = Write(file);
        Assert.InRange(output.Length, 1, file.Length);
        Assert.False(ImageFile.EndsEarly(output));
        Assert.False(Contains(output, Secret), "Metadata are left.");
        Assert.Equal(output, Write(output));
        Assert.Equal(ImageHeaderReader.Read(file) with { Length = output.Length }, ImageHeaderReader.Read(output));
        return output;
    }

    public static void Strips(byte[] expected, byte[] file) => Assert.Equal(expected, Strip(file));

    public static void Keeps(byte[] file) => Strips(file, file);

    public static void Corrupt(byte[] file) => Fails(ImageErrorCodes.ImageCorrupt, file);

    public static void Truncated(byte[] file) => Fails(ImageErrorCodes.ImageTruncated, file);

    public static bool Contains(ReadOnlySpan<byte> file, ReadOnlySpan<byte> text) => file.IndexOf(text) >= 0;

    public static byte[] Write(ReadOnlySpan<byte> file)
    {
        var output = new ArrayBufferWriter<byte>();
        ImageFile.WriteWithoutMetadata(file, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Fails(string code, byte[] file)
    {
        var output = new ArrayBufferWriter<byte>();
        var exception = Assert.Throws<ImageException>(() => ImageFile.WriteWithoutMetadata(file, output));
        Assert.Equal(code, exception.Code);
        Assert.Equal(0, output.WrittenCount);
        Assert.Equal(code == ImageErrorCodes.ImageTruncated, ImageFile.EndsEarly(file));
    }
}
