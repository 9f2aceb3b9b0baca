using ImageBatch.Recompression.Tests.Reference;

namespace ImageBatch.Recompression.Tests;

/// <summary>Every coefficient of every output, against a reference that shares no code with the codec.</summary>
public sealed class CoefficientTests
{
    public static TheoryData<string> Images => Fixture.Supported;

    [Theory]
    [MemberData(nameof(Images))]
    public void Compress_any_image_gives_the_coefficients_of_the_reference(string name)
    {
        var input = Fixture.Load(name);
        var source = ReferenceDecoder.Decode(input);
        foreach (var quality in new[] { 1, 10, 35, 50, 76, 95, 100 })
        {
            var (output, result) = Fixture.Compress(input, quality);
            var actual = ReferenceDecoder.Decode(output);

            Assert.True(output.Length <= input.Length);
            Assert.Equal((source.Width, source.Height), (actual.Width, actual.Height));
            Assert.Equal(source.Components.Count, actual.Components.Count);
            for (var i = 0; i < source.Components.Count; i++)
            {
                var isChroma = i is 1 or 2 && !Fixture.IsWithoutChroma(name);
                var expected = result.Unchanged
                    ? source.Components[i]
                    : ReferenceRequantizer.Requantize(
                        source.Components[i], ReferenceRequantizer.Steps(quality, isChroma));
                AssertEqual(expected, actual.Components[i], source.IsProgressive);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Compress_an_output_again_leaves_it_as_it_is(string name)
    {
        var (first, _) = Fixture.Compress(Fixture.Load(name), 40);
        var (second, result) = Fixture.Compress(first, 40);

        Assert.True(result.Unchanged);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Compress_16_bit_tables_beyond_255_declares_an_extended_process()
    {
        var (output, _) = Fixture.Compress(Fixture.Load("tables-16-bit"));

        Assert.False(ReferenceDecoder.Decode(output).IsBaseline);
        Assert.True(ReferenceDecoder.Decode(Fixture.Compress(Fixture.Load("quality-92")).Output).IsBaseline);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Compress_to_progressive_gives_the_coefficients_of_the_reference(string name)
    {
        var input = Fixture.Load(name);
        var source = ReferenceDecoder.Decode(input);
        foreach (var quality in new[] { 3, 50, 90 })
        {
            var (output, result) = Fixture.Compress(input, quality, new RecompressionOptions { Progressive = true });
            var actual = ReferenceDecoder.Decode(output);

            Assert.Equal(result.Unchanged ? source.IsProgressive : true, actual.IsProgressive);
            for (var i = 0; i < source.Components.Count; i++)
            {
                var steps = ReferenceRequantizer.Steps(quality, i is 1 or 2 && !Fixture.IsWithoutChroma(name));
                var expected = result.Unchanged
                    ? source.Components[i]
                    : ReferenceRequantizer.Requantize(source.Components[i], steps);
                AssertEqual(expected, actual.Components[i], withoutPadding: true);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Compress_without_vectors_gives_the_same_bytes(string name)
    {
        var input = Fixture.Load(name);
        foreach (var quality in new[] { 5, 50, 90 })
        {
            foreach (var isProgressive in new[] { false, true })
            {
                var settings = new RecompressionOptions
                {
                    Progressive = isProgressive,
                    ChromaSubsampling = quality == 50 ? ChromaSubsampling.Halve : ChromaSubsampling.Keep,
                };
                var expected = Fixture.Compress(input, quality, settings).Output;
                Assert.Equal(expected, Fixture.Compress(input, quality, settings, useVectors: false).Output);
            }
        }
    }

    private static void AssertEqual(ReferenceComponent expected, ReferenceComponent actual, bool withoutPadding)
    {
        Assert.Equal((expected.Id, expected.H, expected.V), (actual.Id, actual.H, actual.V));
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.Equal((expected.Wide, expected.High, expected.Stride), (actual.Wide, actual.High, actual.Stride));
        for (var block = 0; block < expected.Blocks.Count; block++)
        {
            var isPadding = block % expected.Stride >= expected.Wide || block / expected.Stride >= expected.High;
            if (!isPadding || !withoutPadding)
            {
                Assert.Equal(expected.Blocks[block], actual.Blocks[block]);
            }
        }
    }
}
