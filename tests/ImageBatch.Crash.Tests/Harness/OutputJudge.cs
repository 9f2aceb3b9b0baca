using System.Buffers;
using System.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Recompression;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>Reads outputs to their last bit: by the codec, and by djpeg where it is installed.</summary>
internal static class OutputJudge
{
    private static readonly string? Djpeg = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "djpeg")).FirstOrDefault(File.Exists);

    /// <summary>Judges each content once, however many outputs have it.</summary>
    public static async Task AssertDecodableAsync(IEnumerable<byte[]> outputs)
    {
        var codec = new RecompressionCodec(new RecompressionOptions());
        foreach (var output in outputs.DistinctBy(Convert.ToBase64String))
        {
            codec.Compress(output, new CompressionOptions(), new ArrayBufferWriter<byte>(), CancellationToken.None);
            if (Djpeg is not null)
            {
                await AssertDjpegReadsAsync(output);
            }
        }
    }

    private static async Task AssertDjpegReadsAsync(byte[] output)
    {
        using var process = Process.Start(new ProcessStartInfo(Djpeg!, "-outfile /dev/null")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        var warnings = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(output);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(("", 0), (await warnings, process.ExitCode));
    }
}
