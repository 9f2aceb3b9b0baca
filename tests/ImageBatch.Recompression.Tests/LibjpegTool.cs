using System.Diagnostics;
using ImageBatch.Testing;

namespace ImageBatch.Recompression.Tests;

/// <summary>A program of libjpeg, where it is installed: it reads from its input and writes to its output.</summary>
internal sealed class LibjpegTool(string name)
{
    private readonly string? _path = ServerPrograms.Find(name);

    public static LibjpegTool Cjpeg { get; } = new("cjpeg");

    public static LibjpegTool Djpeg { get; } = new("djpeg");

    /// <summary>Runs the program, or skips the test; fails it where the program says anything at all.</summary>
    public async Task<byte[]> RunAsync(string arguments, byte[] input)
    {
        if (_path is null)
        {
            ServerPrograms.Missing(name, "libjpeg-turbo-progs");
        }

        var start = new ProcessStartInfo(_path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var token = TestContext.Current.CancellationToken;
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var copy = process.StandardOutput.BaseStream.CopyToAsync(output, token);
        var warnings = process.StandardError.ReadToEndAsync(token);
        await process.StandardInput.BaseStream.WriteAsync(input, token);
        process.StandardInput.Close();
        await copy;
        await process.WaitForExitAsync(token);

        Assert.Equal("", await warnings);
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
