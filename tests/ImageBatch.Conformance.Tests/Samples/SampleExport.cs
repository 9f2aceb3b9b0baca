namespace ImageBatch.Conformance.Tests.Samples;

/// <summary>Writes the samples out, for other programs to look at.</summary>
public sealed class SampleExport
{
    /// <summary>The folder to write to.</summary>
    private static readonly string? Folder = Environment.GetEnvironmentVariable("IMAGEBATCH_SAMPLES");

    [Fact(Explicit = true)]
    public async Task Write_all_samples_and_the_pictures_they_show()
    {
        Assert.False(Folder is null, "Set IMAGEBATCH_SAMPLES to the folder to write to.");
        Directory.CreateDirectory(Folder);
        foreach (var sample in CodecSamplesTests.Formats.SelectMany(row => CodecSamples.Of(row.Data)))
        {
            var path = Path.Combine(Folder, sample.Name);
            await File.WriteAllBytesAsync(
                $"{path}.{Model.ImageFormats.ExtensionOf(sample.Header.Format)}", sample.Content, TestContext.Current.CancellationToken);
            for (var i = 0; i < sample.Frames.Count; i++)
            {
                var shown = PngWriter.Write(SampleMetadata.None, SampleImage.Colour(sample.Frames[i], 8, hasAlpha: true));
                await File.WriteAllBytesAsync($"{path}.shown-{i}.png", shown.Content, TestContext.Current.CancellationToken);
            }
        }
    }
}
