using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that nothing of an input's metadata is in an output: neither where it was taken nor any text.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecMetadataConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private static readonly int[] Qualities = [1, 50, 100];

    /// <summary>The text that is in every kind of a sample's metadata is nowhere in an output, at any quality and in every way.</summary>
    [Fact]
    public virtual void Compress_image_with_metadata_drops_them() => Each(Taken.Where(sample => sample.Marker is not null), sample =>
    {
        foreach (var options in EveryWay(sample).Append(new() { Quality = 1 }).Append(new() { Quality = 100 }))
        {
            AssertDropped(sample, options, Compress(sample, options));
        }
    });

    /// <summary>
    /// An image that cannot become smaller loses its metadata all the same: the codec's own output, to which metadata
    /// were added, is compressed once more.
    /// </summary>
    [Fact]
    public virtual void Compress_image_with_metadata_that_stays_unchanged_drops_them() =>
        Each(OneOfEachFormat.Where(sample => MarkerInsertion.IsPossible(sample.Header.Format)), sample =>
        {
            foreach (var quality in Qualities)
            {
                var options = new CompressionOptions { Quality = quality };
                var marked = MarkerInsertion.Into(Compress(sample, options).Output);
                Assert.True(MarkerSearch.IsIn(marked, SampleMetadata.MarkerText), "The metadata were not added.");
                var again = new CodecSample($"{sample}, compressed before", marked) { Marker = SampleMetadata.MarkerText };
                AssertDropped(again, options, Compress(again, options));
            }
        });

    private static void AssertDropped(CodecSample sample, CompressionOptions options, CodecRun run) => Assert.False(
        MarkerSearch.IsIn(run.Output, sample.Marker!),
        $"{What(sample, options)}: the output{(run.Image.Unchanged ? ", unchanged," : "")} still contains {sample.Marker}.");
}
