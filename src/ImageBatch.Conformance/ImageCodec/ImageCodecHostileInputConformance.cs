using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests that a codec meets broken images with the errors of its contract, and with nothing else.</summary>
/// <typeparam name="TFixture">Gives the codec and the samples.</typeparam>
public abstract class ImageCodecHostileInputConformance<TFixture> : ConformanceSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private const int Cuts = 20;

    /// <summary>The codec under test.</summary>
    protected IImageCodec Codec => Fixture.Codec;

    private IEnumerable<CodecSample> Taken => Fixture.Samples.Where(sample => sample.Error is null);

    /// <summary>A file that ends early is truncated or corrupt; it may pass where nothing that the image needs is missing.</summary>
    [Fact]
    public virtual void Compress_truncated_image_fails_as_such() => Assert.All(Taken, sample =>
    {
        for (var cut = 1; cut <= Cuts; cut++)
        {
            var length = (int)((long)sample.Content.Length * cut / (Cuts + 1));
            var run = Run(sample.Content[..length]);
            var what = $"{sample}, cut from {sample.Content.Length} to {length} bytes,";
            if (run.Error is null)
            {
                Assert.True(length >= sample.NeededLength, $"{what} succeeded.");
            }
            else
            {
                Assert.True(
                    run.Error.Code is ImageErrorCodes.ImageTruncated or ImageErrorCodes.ImageCorrupt,
                    $"{what} failed with {run.Error.Code}.");
            }
        }
    });

    /// <summary>A file of no bytes, or of a few, fails.</summary>
    [Fact]
    public virtual void Compress_beginning_of_an_image_fails() => Assert.All(Taken, sample =>
    {
        for (var length = 0; length < Math.Min(32, sample.NeededLength); length++)
        {
            Assert.NotNull(Run(sample.Content[..length]).Error);
        }
    });

    /// <summary>Garbage fails, whatever its length.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public virtual void Compress_garbage_fails(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var garbage = new byte[random.Next(1, 4_096)];
            random.NextBytes(garbage);
            Assert.NotNull(Run(garbage).Error);
        }
    }

    /// <summary>Bytes that were changed anywhere give an output or an error of the contract, never another exception.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public virtual void Compress_damaged_image_gives_an_output_or_an_error(int seed) => Assert.All(Taken, sample =>
    {
        var random = new Random(seed);
        for (var i = 0; i < 150; i++)
        {
            var damaged = sample.Content.ToArray();

            // Headers are short and much hangs on them, so half of the damage is done there.
            var within = i % 2 == 0 ? Math.Min(1_024, damaged.Length) : damaged.Length;
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                damaged[random.Next(within)] = (byte)random.Next(256);
            }

            Run(damaged);
        }
    });

    /// <summary>An image whose beginning is right and whose rest is garbage gives an output or an error of the contract.</summary>
    [Fact]
    public virtual void Compress_beginning_followed_by_garbage_gives_an_output_or_an_error() => Assert.All(Taken, sample =>
    {
        var random = new Random(1);
        for (var i = 0; i < 40; i++)
        {
            var broken = sample.Content.ToArray();
            random.NextBytes(broken.AsSpan(random.Next(broken.Length)));
            Run(broken);
        }
    });

    private CodecRun Run(ReadOnlyMemory<byte> input) => CodecRun.Of(Codec, input, CodecCases.Preserve, Token);
}
