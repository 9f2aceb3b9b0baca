using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that a codec meets broken images with the errors of its contract, and with nothing else.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecHostileInputConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private const int DamagedAFormat = 300;
    private const int HeaderLength = 1_024;

    /// <summary>Files of no bytes, of zeros and of ones fail.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5_000)]
    public virtual void Compress_empty_or_blank_file_fails(int length)
    {
        Assert.NotNull(Run(new byte[length]).Error);
        Assert.NotNull(Run(Enumerable.Repeat(byte.MaxValue, length).ToArray()).Error);
    }

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

    /// <summary>A file that is whole and breaks a rule of its format is corrupt.</summary>
    [Fact]
    public virtual void Compress_corrupt_image_fails_as_such() => Assert.All(
        Fixture.InputFormats.SelectMany(BrokenFiles.Of),
        broken => Assert.Equal((broken.Name, ImageErrorCodes.ImageCorrupt), (broken.Name, Run(broken.Content).Error?.Code)));

    /// <summary>
    /// Content decides what an image is: neither a header of another one, asked about before, nor what was compressed
    /// before. A file name, with whatever extension, never comes to a codec.
    /// </summary>
    [Fact]
    public virtual void Compress_content_decides_what_an_image_is() => Each(OneOfEachFormat, sample =>
    {
        var expected = Compress(sample, CodecCases.Preserve).Output;
        foreach (var other in OneOfEachFormat.Where(other => other.Header.Format != sample.Header.Format))
        {
            Compress(other, CodecCases.Preserve);
            Codec.CanCompress(other.Header, CodecCases.Preserve);
            var run = Compress(sample, CodecCases.Preserve);
            Assert.Equal(sample.Header.Format, run.Image.Format);
            Assert.True(expected.AsSpan().SequenceEqual(run.Output), $"{sample} came out otherwise behind {other}.");
        }
    });

    /// <summary>Bytes that were changed anywhere give an output or an error of the contract, never another exception.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public virtual void Compress_damaged_image_gives_an_output_or_an_error(int seed) => EachFormat(seed, (samples, random) =>
    {
        for (var i = 0; i < DamagedAFormat; i++)
        {
            var damaged = samples[i % samples.Length].Content.ToArray();

            // Headers are short and much hangs on them, so half of the damage is done there.
            var within = i % 2 == 0 ? Math.Min(HeaderLength, damaged.Length) : damaged.Length;
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                damaged[random.Next(within)] = (byte)random.Next(256);
            }

            Run(damaged);
        }
    });

    /// <summary>An image whose beginning is right and whose rest is garbage gives an output or an error of the contract.</summary>
    [Fact]
    public virtual void Compress_beginning_followed_by_garbage_gives_an_output_or_an_error() => EachFormat(seed: 1, (samples, random) =>
    {
        for (var i = 0; i < DamagedAFormat; i++)
        {
            var broken = samples[i % samples.Length].Content.ToArray();
            random.NextBytes(broken.AsSpan(random.Next(broken.Length)));
            Run(broken);
        }
    });

    private void EachFormat(int seed, Action<CodecSample[], Random> test) =>
        Assert.All(Taken.GroupBy(sample => sample.Header.Format), format => test([.. format], new Random(seed)));

    private CodecRun Run(ReadOnlyMemory<byte> input) => CodecRun.Of(Codec, input, CodecCases.Preserve, Token);
}
