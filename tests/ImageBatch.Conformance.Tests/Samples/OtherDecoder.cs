using System.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.Conformance.Tests.Samples;

/// <summary>Decoders that had no part in writing the samples: ImageMagick, and libavif's for AVIF.</summary>
internal static class OtherDecoder
{
    /// <summary>The program of version 7, else that of 6 by the name that nothing else has.</summary>
    private static readonly string? Magick = ServerPrograms.Find("magick") ?? ServerPrograms.Find("convert-im6.q16");

    private static readonly string? AvifDec = ServerPrograms.Find("avifdec");

    /// <summary>Skips the test where a program to decode the format is missing.</summary>
    public static void Require(ImageFormat format)
    {
        if (Magick is null)
        {
            ServerPrograms.Missing("ImageMagick", "imagemagick");
        }

        if (format == ImageFormat.Avif && AvifDec is null)
        {
            ServerPrograms.Missing("avifdec", "libavif-bin");
        }
    }

    /// <summary>All frames as stored, one behind the other, 8 bits a sample; and what was said meanwhile.</summary>
    public static async Task<(byte[] Rgba, string Warnings)> DecodeAsync(
        ImageFormat format, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        if (format != ImageFormat.Avif)
        {
            return await DecodeAsync(ImageFormats.ExtensionOf(format), file, cancellationToken);
        }

        var folder = Directory.CreateTempSubdirectory("imagebatch-samples-");
        try
        {
            var (avif, png) = (Path.Combine(folder.FullName, "in.avif"), Path.Combine(folder.FullName, "out.png"));
            await File.WriteAllBytesAsync(avif, file, cancellationToken);
            var (_, warnings) = await RunAsync(AvifDec!, [avif, png], default, cancellationToken);
            return File.Exists(png)
                ? await DecodeAsync("png", await File.ReadAllBytesAsync(png, cancellationToken), cancellationToken)
                : ([], $"avifdec made nothing of it: {warnings}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(byte[] Rgba, string Warnings)> DecodeAsync(
        string format, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var (rgba, warnings) = await RunAsync(
            Magick!, [$"{format}:-", "-coalesce", "-colorspace", "sRGB", "-depth", "8", "rgba:-"], file, cancellationToken);

        // Version 6 calls every XMP packet in a WebP file corrupt.
        var lines = warnings.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (rgba, string.Join('\n', lines.Where(line => !line.Contains("ValidateXMPProfile", StringComparison.Ordinal))));
    }

    private static async Task<(byte[] Output, string Warnings)> RunAsync(
        string program, string[] arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        var warnings = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(cancellationToken);
        return (output.ToArray(), await warnings);
    }
}
