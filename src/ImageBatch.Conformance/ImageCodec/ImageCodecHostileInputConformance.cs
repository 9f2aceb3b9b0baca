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
        Assert.True(Run(new byte[length]).Error is not null, $"{length} zeros succeeded.");
        Assert.True(Run(Enumerable.Repeat(byte.MaxValue, length).ToArray()).Error is not null, $"{length} ones succeeded.");
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
            Assert.True(Run(garbage).Error is not null, $"Garbage {i} of seed {seed}, {garbage.Length} bytes long, succeeded.");
        }
    }

    /// <summary>A file that is whole and breaks a rule of its format is corrupt.</summary>
    [Fact]
    public virtual void Compress_corrupt_image_fails_as_such() => Assert.All(
        Fixture.InputFormats.SelectMany(BrokenFiles.Of),
        broken =>
        {
            var code = Run(broken.Content).Error?.Code;
            Assert.True(
                code == ImageErrorCodes.ImageCorrupt,
                $"{broken.Name} was to fail with {ImageErrorCodes.ImageCorrupt}, and {(code is null ? "succeeded" : $"failed with {code}")}.");
        });

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
    public virtual void Compress_damaged_image_gives_an_output_or_an_error(int seed) => EachDamaged(seed, (file, i, random) =>
    {
        // Headers are short and much hangs on them, so half of the damage is done there.
        var within = i % 2 == 0 ? Math.Min(HeaderLength, file.Length) : file.Length;
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            file[random.Next(within)] = (byte)random.Next(256);
        }
    });

    /// <summary>An image whose beginning is right and whose rest is garbage gives an output or an error of the contract.</summary>
    [Fact]
    public virtual void Compress_beginning_followed_by_garbage_gives_an_output_or_an_error() =>
        EachDamaged(seed: 1, (file, _, random) => random.NextBytes(file.AsSpan(random.Next(file.Length))));

    /// <summary>As many damaged files of each format, made of its samples in turn.</summary>
    private void EachDamaged(int seed, Action<byte[], int, Random> damage)
    {
        foreach (var format in Taken.GroupBy(sample => sample.Header.Format).Select(format => format.ToArray()))
        {
            var random = new Random(seed);
            for (var i = 0; i < DamagedAFormat; i++)
            {
                var sample = format[i % format.Length];
                var file = sample.Content.ToArray();
                damage(file, i, random);
                try
                {
                    Run(file);
                }
                catch (Exception exception)
                {
                    Assert.Fail($"{sample}, damaged as number {i} of seed {seed}: {exception}");
                }
            }
        }
    }

    private CodecRun Run(ReadOnlyMemory<byte> input) => CodecRun.Of(Codec, input, CodecCases.Preserve, Token);
}
