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
        var found = new CodecSet([first, no, last]).Find(Gif, Preserve);

        Assert.Equal([first, last], found.Codecs);
        Assert.Equal(9, found.WorkingBytes);
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
            () => set.Find(Gif with { Format = format }, new() { MaxWidth = maxWidth, Format = asked }));

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
            () => set.Find(Gif with { Format = format, Frames = 2 }, new() { MaxWidth = 5 }));

        Assert.EndsWith("To take such images register ImageBatch.Magick (AddMagick()).", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_noneAndAllRegistered_saysSo()
    {
        var set = new CodecSet([new StubCodec("ImageSharp", null), new StubCodec("Magick", null)]);

        var failure = Assert.Throws<ImageException>(() => set.Find(Gif, Preserve));

        Assert.EndsWith("No package of ImageBatch takes it.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuse_afterAllPassedItOn_hasTheReasonsOfBoth()
    {
        var found = new CodecSet([new StubCodec("A", null), new StubCodec("B", 1)]).Find(Gif, Preserve);

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
