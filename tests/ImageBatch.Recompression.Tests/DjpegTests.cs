using System.Diagnostics;

namespace ImageBatch.Recompression.Tests;

/// <summary>Every output, read by libjpeg's own decoder where it is installed.</summary>
public sealed class DjpegTests
{
    // djpeg has no image format of two components to write to.
    private static readonly string[] NotForDjpeg = ["two-components"];

    private static readonly string? Djpeg = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "djpeg")).FirstOrDefault(File.Exists);

    public static TheoryData<string> Images =>
        [.. Fixture.Supported.Select(row => row.Data).Except(NotForDjpeg)];

    [Theory]
    [MemberData(nameof(Images))]
    public async Task Compress_gives_what_djpeg_reads_without_a_warning(string name)
    {
        Assert.SkipWhen(Djpeg is null, "djpeg is not on the PATH.");
        var input = Fixture.Load(name);
        var outputs = new[]
        {
            Fixture.Compress(input).Output,
            Fixture.Compress(input, 20, new RecompressionOptions { Progressive = true }).Output,
            Fixture.Compress(input, 70, new RecompressionOptions { ChromaSubsampling = ChromaSubsampling.Halve }).Output,
        };
        foreach (var output in outputs)
        {
            var start = new ProcessStartInfo(Djpeg!, "-outfile /dev/null")
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var warnings = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.StandardInput.BaseStream.WriteAsync(output, TestContext.Current.CancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal("", await warnings);
            Assert.Equal(0, process.ExitCode);
        }
    }
}
