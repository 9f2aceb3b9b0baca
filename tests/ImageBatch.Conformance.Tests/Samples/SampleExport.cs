namespace ImageBatch.Conformance.Tests.Samples;

/// <summary>Writes the samples out, for other programs to look at.</summary>
public sealed class SampleExport
{
    /// <summary>Where the samples are wanted, they stay.</summary>
    private static readonly string? Wanted = Environment.GetEnvironmentVariable("IMAGEBATCH_SAMPLES");

    [Fact]
    public async Task Write_all_samples_and_the_pictures_they_show()
    {
        var folder = Directory.CreateDirectory(Wanted ?? Path.Combine(Path.GetTempPath(), $"imagebatch-samples-{Guid.NewGuid():N}"));
        try
        {
            await WriteAsync(folder.FullName, TestContext.Current.CancellationToken);
            Assert.NotEmpty(folder.GetFiles("*.shown-0.png"));
        }
        finally
        {
            if (Wanted is null)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var sample in CodecSamplesTests.Formats.SelectMany(row => CodecSamples.Of(row.Data)))
        {
            var path = Path.Combine(folder, sample.Name);
            await File.WriteAllBytesAsync(
                $"{path}.{Model.ImageFormats.ExtensionOf(sample.Header.Format)}", sample.Content, cancellationToken);
            for (var i = 0; i < sample.Frames.Count; i++)
            {
                var shown = PngWriter.Write(SampleMetadata.None, SampleImage.Colour(sample.Frames[i], 8, hasAlpha: true));
                await File.WriteAllBytesAsync($"{path}.shown-{i}.png", shown.Content, cancellationToken);
            }
        }
    }
}
