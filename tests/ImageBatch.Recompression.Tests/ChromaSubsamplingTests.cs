using ImageBatch.Recompression.Tests.Reference;

namespace ImageBatch.Recompression.Tests;

public sealed class ChromaSubsamplingTests
{
    private static readonly RecompressionOptions Halve = new() { ChromaSubsampling = ChromaSubsampling.Halve };

    [Theory]
    [InlineData("sampling-1x1", 50)]
    [InlineData("sampling-1x1", 95)]
    [InlineData("progressive-1x1", 50)]
    [InlineData("restart-3b-444", 30)]
    [InlineData("pillow-95", 60)]
    [InlineData("ycck", 50)]
    [InlineData("ycck-progressive", 80)]
    public void Compress_halving_full_chroma_gives_the_mean_of_two_by_two_samples(string name, int quality)
    {
        var input = Fixture.Load(name);
        var source = ReferenceDecoder.Decode(input);
        var (output, result) = Fixture.Compress(input, quality, Halve);
        var actual = ReferenceDecoder.Decode(output);

        Assert.False(result.Unchanged);
        Assert.True(output.Length < Fixture.Compress(input, quality).Output.Length);
        for (var i = 0; i < source.Components.Count; i++)
        {
            var (before, after) = (source.Components[i], actual.Components[i]);
            var isChroma = i is 1 or 2;
            Assert.Equal(isChroma ? (1, 1) : (2, 2), (after.H, after.V));
            var steps = ReferenceRequantizer.Steps(quality, isChroma).Zip(before.Steps, Math.Max).ToArray();
            Assert.Equal(steps, after.Steps);
            if (isChroma)
            {
                AssertHalved(ReferenceHalver.Halve(before, steps), after);
            }
            else
            {
                AssertSame(ReferenceRequantizer.Requantize(before, steps), after);
            }
        }
    }

    [Theory]
    [InlineData("quality-92")]
    [InlineData("sampling-2x1")]
    [InlineData("grey-95")]
    [InlineData("rgb")]
    [InlineData("cmyk")]
    [InlineData("progressive-75")]
    public void Compress_halving_leaves_other_images_as_they_are(string name)
    {
        var input = Fixture.Load(name);

        Assert.Equal(
            ReferenceDecoder.Decode(Fixture.Compress(input).Output).Components.Select(component => (component.H, component.V)),
            ReferenceDecoder.Decode(Fixture.Compress(input, 50, Halve).Output).Components.Select(component => (component.H, component.V)));
    }

    private static void AssertHalved(double[][] expected, ReferenceComponent actual)
    {
        Assert.Equal(actual.Wide * actual.High, expected.Length);
        for (var block = 0; block < expected.Length; block++)
        {
            var values = actual.Blocks[(block / actual.Wide * actual.Stride) + (block % actual.Wide)];
            for (var k = 0; k < 64; k++)
            {
                // The nearest, but for what floats may do to a half.
                Assert.InRange(values[k] - expected[block][k], -0.5002, 0.5002);
            }
        }
    }

    private static void AssertSame(ReferenceComponent expected, ReferenceComponent actual)
    {
        for (var y = 0; y < expected.High; y++)
        {
            for (var x = 0; x < expected.Wide; x++)
            {
                Assert.Equal(expected.Blocks[(y * expected.Stride) + x], actual.Blocks[(y * actual.Stride) + x]);
            }
        }
    }
}
