using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>One call of a codec and what it came to: an output, or the error it failed with.</summary>
internal sealed record CodecRun(CompressedImage Image, byte[] Output, ImageException? Error)
{
    /// <summary>The codes that a codec may fail with.</summary>
    private static readonly string[] Codes =
    [
        ImageErrorCodes.ImageUnsupported, ImageErrorCodes.ImageCorrupt,
        ImageErrorCodes.ImageTruncated, ImageErrorCodes.ImageTooManyPixels,
    ];

    /// <summary>Compresses; any exception but one that the contract names fails the test.</summary>
    public static CodecRun Of(
        IImageCodec codec, ReadOnlyMemory<byte> input, CompressionOptions options, CancellationToken token)
    {
        // The input lies between other bytes, as it does in the engine's pooled memory.
        var memory = new byte[input.Length + 32];
        new Random(input.Length).NextBytes(memory);
        input.CopyTo(memory.AsMemory(16));
        var before = memory.ToArray();
        var output = new StrictBufferWriter();
        CodecRun run;
        try
        {
            var image = codec.Compress(memory.AsMemory(16, input.Length), options, output, token);
            run = new CodecRun(image, output.Written, null);
        }
        catch (ImageException error)
        {
            Assert.Contains(error.Code, Codes);
            Assert.False(error.IsTransient, "No other try helps an image that a codec has refused.");
            Assert.False(string.IsNullOrWhiteSpace(error.Message));
            run = new CodecRun(default, [], error);
        }

        Assert.True(before.AsSpan().SequenceEqual(memory), "The codec has written to its input.");
        return run;
    }

    /// <summary>Asserts that there is an output.</summary>
    public CodecRun Succeeded(string what)
    {
        Assert.True(Error is null, $"{what} failed with {Error?.Code}: {Error?.Message}");
        Assert.NotEmpty(Output);
        return this;
    }
}
