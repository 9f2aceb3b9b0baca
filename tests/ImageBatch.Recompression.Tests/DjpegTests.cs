namespace ImageBatch.Recompression.Tests;

/// <summary>Every output, read by libjpeg's own decoder where it is installed.</summary>
public sealed class DjpegTests
{
    // djpeg has no image format of two components to write to.
    private static readonly string[] NotForDjpeg = ["two-components"];

    public static TheoryData<string> Images =>
        [.. Fixture.Supported.Select(row => row.Data).Except(NotForDjpeg)];

    [Theory]
    [MemberData(nameof(Images))]
    public async Task Compress_gives_what_djpeg_reads_without_a_warning(string name)
    {
        var input = Fixture.Load(name);
        var outputs = new[]
        {
            Fixture.Compress(input).Output,
            Fixture.Compress(input, 20, new RecompressionOptions { Progressive = true }).Output,
            Fixture.Compress(input, 70, new RecompressionOptions { ChromaSubsampling = ChromaSubsampling.Halve }).Output,
        };
        foreach (var output in outputs)
        {
            Assert.NotEmpty(await LibjpegTool.Djpeg.RunAsync("", output));
        }
    }
}
