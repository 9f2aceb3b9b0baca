using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that a file that ends early fails, even where a library would show what there is.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecTruncationConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private const int Cuts = 20;
    private const int Beginning = 32;

    /// <summary>
    /// A file that is cut is truncated or corrupt, and truncated if the cut is inside the image data; it may pass where
    /// nothing that the image needs is missing.
    /// </summary>
    [Fact]
    public virtual void Compress_truncated_image_fails_as_such() => Each(Taken.Where(sample => sample.Header.Orientation == 1), sample =>
    {
        for (var cut = 1; cut <= Cuts; cut++)
        {
            AssertCut(sample, (int)((long)sample.Content.Length * cut / (Cuts + 1)));
        }
    });

    /// <summary>The same inside the image data alone, which may be a small part of the file; up to the last byte that is needed.</summary>
    [Fact]
    public virtual void Compress_image_truncated_inside_its_data_is_truncated() =>
        Each(Taken.Where(sample => sample.Header.Orientation == 1 && sample.DataOffset < sample.NeededLength), sample =>
        {
            for (var cut = 1; cut <= Cuts; cut++)
            {
                AssertCut(sample, sample.DataOffset + (int)((sample.NeededLength - 1L - sample.DataOffset) * cut / Cuts));
            }
        });

    /// <summary>A file of no bytes, or of a few, fails.</summary>
    [Fact]
    public virtual void Compress_beginning_of_an_image_fails() => Each(Plain, sample =>
    {
        for (var length = 0; length < Math.Min(Beginning, sample.NeededLength); length++)
        {
            Assert.True(Cut(sample, length).Error is not null, $"{sample}, cut to {length} bytes, succeeded.");
        }
    });

    private void AssertCut(CodecSample sample, int length)
    {
        var run = Cut(sample, length);
        var what = $"{sample}, cut from {sample.Content.Length} to {length} bytes,";
        if (run.Error is null)
        {
            Assert.True(length >= sample.NeededLength, $"{what} succeeded, but needs {sample.NeededLength}.");
            return;
        }

        Assert.True(
            run.Error.Code is ImageErrorCodes.ImageTruncated or ImageErrorCodes.ImageCorrupt, $"{what} failed with {run.Error.Code}.");
        Assert.True(
            run.Error.Code == ImageErrorCodes.ImageTruncated || length <= sample.DataOffset || length >= sample.NeededLength,
            $"{what} failed with {run.Error.Code}, though its data begin at {sample.DataOffset}: {run.Error.Message}");
    }

    private CodecRun Cut(CodecSample sample, int length) =>
        CodecRun.Of(Codec, sample.Content[..length], CodecCases.Preserve, Token);
}
