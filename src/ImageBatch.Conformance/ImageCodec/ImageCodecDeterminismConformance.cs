using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that results depend on the arguments alone: not on what came before, nor on other threads.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecDeterminismConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private const int Threads = 8;

    /// <summary>The same input and options give the same bytes, also after all other images.</summary>
    [Fact]
    public virtual void Compress_twice_gives_the_same_bytes()
    {
        var cases = Cases();
        var first = cases.Select(item => Run(item.Sample, item.Options)).ToArray();
        for (var i = 0; i < cases.Length; i++)
        {
            AssertSame(cases[i], first[i], Run(cases[i].Sample, cases[i].Options));
        }
    }

    /// <summary>Eight threads on one instance, each with other images at a time, do not get in each other's way.</summary>
    [Fact]
    public virtual async Task Compress_on_eight_threads_gives_the_same_bytes()
    {
        var cases = Cases();
        var expected = cases.Select(item => Run(item.Sample, item.Options)).ToArray();
        using var together = new Barrier(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(Token);
                for (var i = 0; i < cases.Length; i++)
                {
                    var which = (i + (thread / 2)) % cases.Length;
                    AssertSame(cases[which], expected[which], Run(cases[which].Sample, cases[which].Options));
                }
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    /// <summary>A cancelled token is seen before any output is made.</summary>
    [Fact]
    public virtual void Compress_cancelled_throws() => Each(Taken, sample =>
    {
        var output = new StrictBufferWriter();
        Assert.ThrowsAny<OperationCanceledException>(() => Codec.Compress(
            sample.Content, CodecCases.Preserve, output, new CancellationToken(canceled: true)));
        Assert.Empty(output.Written);
    });

    /// <summary>A call that was cancelled, or failed, leaves nothing behind that the next one meets.</summary>
    [Fact]
    public virtual void Compress_after_a_failure_gives_the_same_bytes() => Each(OneOfEachFormat, sample =>
    {
        var expected = Run(sample, CodecCases.Preserve);
        CodecRun.Of(Codec, sample.Content[..(sample.Content.Length / 2)], CodecCases.Preserve, Token);
        AssertSame((sample, CodecCases.Preserve), expected, Run(sample, CodecCases.Preserve));
    });

    /// <summary>Some pictures, and one of each format in every way.</summary>
    private (CodecSample Sample, CompressionOptions Options)[] Cases() =>
    [
        .. from sample in SomePictures select (sample, CodecCases.Preserve),
        .. from sample in OneOfEachFormat from options in EveryWay(sample) select (sample, options),
    ];

    private static void AssertSame((CodecSample Sample, CompressionOptions Options) item, CodecRun expected, CodecRun run)
    {
        Assert.Equal(expected.Error?.Code, run.Error?.Code);
        Assert.Equal(expected.Image, run.Image);
        Assert.True(
            expected.Output.AsSpan().SequenceEqual(run.Output),
            $"{What(item.Sample, item.Options)}: {expected.Output.Length} bytes came out first, then {run.Output.Length} others.");
    }
}
