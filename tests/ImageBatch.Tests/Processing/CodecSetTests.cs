using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Processing;

namespace ImageBatch.Tests.Processing;

public sealed class CodecSetTests
{
    private static readonly CompressionOptions Preserve = new();
    private static readonly ImageHeader Gif = new() { Format = ImageFormat.Gif, Width = 10, Height = 10, Length = 100 };

    [Fact]
    public void Find_keepsTheOrderAndTheMostMemory()
    {
        StubCodec first = new("A", 5), no = new("B", null), last = new("C", 9);
        var found = new CodecSet([first, no, last]).Find(Gif, Preserve, 100);

        Assert.Equal([new CodecCandidate(first, 5), new CodecCandidate(last, 9)], found.Codecs);
    }

    [Theory]
    [InlineData(ImageFormat.Gif, null, OutputFormat.Preserve, "Recompression", "ImageBatch.Magick (AddMagick()) or ImageBatch.ImageSharp (AddImageSharp())")]
    [InlineData(ImageFormat.Gif, null, OutputFormat.Preserve, "ImageSharp", "ImageBatch.Magick (AddMagick())")]
    [InlineData(ImageFormat.Avif, null, OutputFormat.Jpeg, "Recompression", "ImageBatch.Magick (AddMagick())")]
    [InlineData(ImageFormat.Jpeg, null, OutputFormat.Avif, "Recompression", "ImageBatch.Magick (AddMagick())")]
    [InlineData(ImageFormat.Jpeg, 5, OutputFormat.Preserve, "Recompression", "ImageBatch.Magick (AddMagick()) or ImageBatch.ImageSharp (AddImageSharp())")]
    [InlineData(ImageFormat.Png, null, OutputFormat.Preserve, "Own", "ImageBatch.Recompression (AddRecompression()) or ImageBatch.Magick (AddMagick()) or ImageBatch.ImageSharp (AddImageSharp())")]
    public void Find_none_namesTheFormatTheReasonsAndThePackages(
        ImageFormat format, int? maxWidth, OutputFormat asked, string registered, string packages)
    {
        var set = new CodecSet([new StubCodec(registered, null)]);

        var failure = Assert.Throws<ImageException>(
            () => set.Find(Gif with { Format = format }, new() { MaxWidth = maxWidth, Format = asked }, 100));

        Assert.Equal(ImageErrorCodes.ImageUnsupported, failure.Code);
        Assert.Equal(
            $"No codec takes this {ImageFormats.NameOf(format)} image. {registered} does not take stripes. "
            + $"To take such images register {packages}.",
            failure.Message);
    }

    /// <summary>A package that would refuse as well is not recommended.</summary>
    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    public void Find_none_of_an_animation_names_only_packages_that_take_animations(ImageFormat format)
    {
        var set = new CodecSet([new StubCodec("Recompression", null)]);

        var failure = Assert.Throws<ImageException>(
            () => set.Find(Gif with { Format = format, Frames = 2 }, new() { MaxWidth = 5 }, 100));

        Assert.EndsWith("To take such images register ImageBatch.Magick (AddMagick()).", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_noneAndAllRegistered_saysSo()
    {
        var set = new CodecSet([new StubCodec("ImageSharp", null), new StubCodec("Magick", null)]);

        var failure = Assert.Throws<ImageException>(() => set.Find(Gif, Preserve, 100));

        Assert.EndsWith("No package of ImageBatch takes it.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_leaves_out_a_codec_that_needs_more_memory_than_there_is()
    {
        StubCodec modest = new("A", 100), hungry = new("B", 101);

        var found = new CodecSet([hungry, modest]).Find(Gif, Preserve, 100);

        Assert.Equal([new CodecCandidate(modest, 100)], found.Codecs);
    }

    [Fact]
    public void Find_none_for_want_of_memory_says_how_much_it_takes()
    {
        var set = new CodecSet([new StubCodec("A", 3_000), new StubCodec("B", 2_000), new StubCodec("C", null)]);

        var failure = Assert.Throws<ImageException>(() => set.Find(Gif, Preserve, 100));

        Assert.Equal(ImageErrorCodes.ImageTooManyPixels, failure.Code);
        Assert.Contains("2,000 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuse_afterAllPassedItOn_hasTheReasonsOfBoth()
    {
        var found = new CodecSet([new StubCodec("A", null), new StubCodec("B", 1)]).Find(Gif, Preserve, 100);

        var failure = found.Refuse(["B does not take dots."]);

        Assert.Equal(ImageErrorCodes.ImageUnsupported, failure.Code);
        Assert.StartsWith(
            "No codec takes this GIF image. A does not take stripes. B does not take dots. To take", failure.Message, StringComparison.Ordinal);
    }

    private sealed class StubCodec(string name, long? workingBytes) : IImageCodec
    {
        public string Name => name;

        public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) =>
            workingBytes is { } bytes ? CodecAnswer.Yes(bytes) : CodecAnswer.No("stripes");

        public CompressedImage Compress(
            ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
