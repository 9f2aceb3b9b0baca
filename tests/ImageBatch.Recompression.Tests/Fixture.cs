using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Recompression.Jpeg;

namespace ImageBatch.Recompression.Tests;

/// <summary>The committed images, and the codec called on bytes.</summary>
internal static class Fixture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");
    private static readonly string[] Unsupported = ["arithmetic"];
    private static readonly RecompressionCodec Codec = new(new RecompressionOptions());
    private static readonly RecompressionCodec KeepingCodec = new(new RecompressionOptions { KeepMetadata = true });

    /// <summary>The names of all images that the codec takes, but for one that has no tables of its own.</summary>
    public static TheoryData<string> Supported =>
        [.. Directory.GetFiles(Folder, "*.jpg").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Except([.. Unsupported, "motion-jpeg"]).Order(StringComparer.Ordinal)];

    /// <summary>Images whose components are all like luminance.</summary>
    public static bool IsWithoutChroma(string name) =>
        name is "rgb" or "rgb-progressive" or "cmyk" or "cmyk-adobe" or "two-components";

    public static byte[] Load(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".jpg"));

    public static (byte[] Output, CompressedImage Result) Compress(
        ReadOnlyMemory<byte> input, int quality = 50, bool keepMetadata = false, CancellationToken cancellation = default)
    {
        var output = new ArrayBufferWriter<byte>();
        var codec = keepMetadata ? KeepingCodec : Codec;
        var result = codec.Compress(input, new CompressionOptions { Quality = quality }, output, cancellation);
        return (output.WrittenSpan.ToArray(), result);
    }

    /// <summary>Compresses with options of the codec, and by vectors or without.</summary>
    public static (byte[] Output, CompressedImage Result) Compress(
        ReadOnlyMemory<byte> input, int quality, RecompressionOptions settings, bool useVectors = true)
    {
        var output = new ArrayBufferWriter<byte>();
        var recompressor = new JpegRecompressor(useVectors);
        var result = recompressor.Recompress(input, new() { Quality = quality }, settings, output, default);
        recompressor.Reset();
        return (output.WrittenSpan.ToArray(), result);
    }

    /// <summary>Compresses an image of any format with everything that can be asked for.</summary>
    public static (byte[] Output, CompressedImage Result) Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, RecompressionOptions settings)
    {
        var output = new ArrayBufferWriter<byte>();
        var result = new RecompressionCodec(settings).Compress(input, options, output, default);
        return (output.WrittenSpan.ToArray(), result);
    }

    /// <summary>The code that compressing fails with, or null; fails the test where anything was written with it.</summary>
    public static string? ErrorCode(ReadOnlyMemory<byte> input, int quality = 50)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            Codec.Compress(input, new CompressionOptions { Quality = quality }, output, default);
            return null;
        }
        catch (ImageException exception)
        {
            Assert.Equal(0, output.WrittenCount);
            return exception.Code;
        }
    }
}
