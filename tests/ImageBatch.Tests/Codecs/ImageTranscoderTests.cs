using System.Buffers;
using System.Text;
using ImageBatch.Codecs;
using ImageBatch.Model;

namespace ImageBatch.Tests.Codecs;

public sealed class ImageTranscoderTests
{
    // 1 × 1 pixels with a comment, which is metadata.
    private static readonly byte[] Gif =
        Encoding.Latin1.GetBytes("GIF89a\x01\0\x01\0\0\0\0!\u00FE\x04note\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;");

    private static readonly CompressionOptions Preserve = new();
    private static readonly CompressionOptions ToPng = new() { Format = OutputFormat.Png };

    [Fact]
    public void CanCompress_countsWhatTheLibraryAndTheOutputsTake()
    {
        var header = new ImageHeader { Format = ImageFormat.Gif, Width = 100, Height = 50, Length = 1_000, Frames = 3 };
        var codec = new StubTranscoder();

        Assert.Equal(7 + (2 * 1_000), codec.CanCompress(header, Preserve).WorkingBytes);
        Assert.Equal(7 + (2 * 100 * 50 * 3 * 4), codec.CanCompress(header, ToPng).WorkingBytes);
        Assert.Equal(7 + (2 * 100 * 50 * 2), codec.CanCompress(header, new() { Format = OutputFormat.Jpeg }).WorkingBytes);
    }

    [Fact]
    public void CanCompress_unknownFormatOrARefusedOne_says()
    {
        var codec = new StubTranscoder { Refusal = "stripes" };
        var header = new ImageHeader { Format = ImageFormat.Unknown, Width = 1, Height = 1, Length = 1 };

        Assert.Equal("images of an unknown format", codec.CanCompress(header, Preserve).Reason);
        Assert.Equal("stripes", codec.CanCompress(header with { Format = ImageFormat.Bmp }, Preserve).Reason);
        Assert.Equal(ImageErrorCodes.ImageUnsupported, Assert.Throws<ImageException>(() => Compress(codec, Gif, Preserve)).Code);
        Assert.Equal(0, codec.Calls);
    }

    [Fact]
    public void Compress_fileThatEndsEarly_isTruncatedWithoutAskingTheLibrary()
    {
        var codec = new StubTranscoder();

        var failure = Assert.Throws<ImageException>(() => Compress(codec, Gif[..^8], Preserve));

        Assert.Equal(ImageErrorCodes.ImageTruncated, failure.Code);
        Assert.Equal(0, codec.Calls);
    }

    [Fact]
    public void Compress_toSomethingShorter_givesThatAndItsNote()
    {
        var codec = new StubTranscoder { Output = [1, 2, 3], Note = "Shorter." };

        var (image, output) = Compress(codec, Gif, Preserve);

        Assert.Equal((ImageFormat.Gif, false, "Shorter."), (image.Format, image.Unchanged, image.Note));
        Assert.Equal([1, 2, 3], output);
    }

    [Fact]
    public void Compress_toSomethingAsLongAsTheInputWithoutItsMetadata_keepsThat()
    {
        var stripped = Gif.Length - 8; // The comment extension: introducer, label, block of four, terminator.
        var codec = new StubTranscoder { Output = new byte[stripped], Note = "Lost." };

        var (image, output) = Compress(codec, Gif, Preserve);

        Assert.Equal((ImageFormat.Gif, true, null), (image.Format, image.Unchanged, image.Note));
        Assert.Equal(stripped, output.Length);
        Assert.DoesNotContain("note", Encoding.Latin1.GetString(output), StringComparison.Ordinal);

        codec.Output = new byte[stripped - 1];
        Assert.False(Compress(codec, Gif, Preserve).Image.Unchanged);
    }

    [Fact]
    public void Compress_tooLongAndTheLibrarySwallowsIt_keepsTheInputToo()
    {
        var codec = new StubTranscoder { Output = new byte[10_000], Swallows = true };

        Assert.True(Compress(codec, Gif, Preserve).Image.Unchanged);
    }

    [Fact]
    public void Compress_keepingMetadata_keepsThemOfAnUnchangedImage()
    {
        var codec = new StubTranscoder { Output = new byte[10_000], Keeps = true };

        Assert.Equal(Gif, Compress(codec, Gif, Preserve).Output);
    }

    [Fact]
    public void Compress_convertedOrResized_mayBeLonger()
    {
        var codec = new StubTranscoder { Output = new byte[300_000] };

        var (image, output) = Compress(codec, Gif, ToPng);

        Assert.Equal((ImageFormat.Png, false, 300_000), (image.Format, image.Unchanged, output.Length));
        Assert.Equal(ImageFormat.Png, codec.Request!.Format);
    }

    [Fact]
    public void Compress_libraryFails_isNotHidden()
    {
        var codec = new StubTranscoder { Failure = new ImageException(ImageErrorCodes.ImageCorrupt, "Broken.") };
        Assert.Same(codec.Failure, Assert.Throws<ImageException>(() => Compress(codec, Gif, Preserve)));
    }

    [Fact]
    public void Compress_cancelled_throwsBeforeItReads() => Assert.Throws<OperationCanceledException>(
        () => new StubTranscoder().Compress(new byte[3], Preserve, new ArrayBufferWriter<byte>(), new CancellationToken(true)));

    private static (Ports.CompressedImage Image, byte[] Output) Compress(
        StubTranscoder codec, byte[] input, CompressionOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        var image = codec.Compress(input, options, output, CancellationToken.None);
        return (image, output.WrittenSpan.ToArray());
    }

    private sealed class StubTranscoder : ImageTranscoder
    {
        public byte[] Output { get; set; } = [];

        public string? Refusal { get; init; }

        public string? Note { get; init; }

        public bool Swallows { get; init; }

        public bool Keeps { get; init; }

        public Exception? Failure { get; init; }

        public int Calls { get; private set; }

        public TranscodeRequest? Request { get; private set; }

        public override string Name => "Stub";

        protected override bool KeepsMetadata => Keeps;

        protected override string? WhyNot(TranscodeRequest request) => Refusal;

        protected override long WorkingBytes(TranscodeRequest request) => 7;

        protected override string? Transcode(
            ReadOnlyMemory<byte> input, TranscodeRequest request, Stream output, CancellationToken cancellationToken)
        {
            Calls++;
            Request = request;
            if (Failure is not null)
            {
                throw Failure;
            }

            try
            {
                output.Write(Output);
            }
            catch (IOException) when (Swallows)
            {
            }

            return Note;
        }
    }
}
