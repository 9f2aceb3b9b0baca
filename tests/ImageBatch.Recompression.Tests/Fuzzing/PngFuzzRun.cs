using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Recompression.Png;
using ImageBatch.Recompression.Tests.Png;
using ImageBatch.Recompression.Tests.Reference;

namespace ImageBatch.Recompression.Tests.Fuzzing;

/// <summary>Damaged PNGs: whatever is done to them, it is an output that can be decoded or one of the codec's own errors.</summary>
internal sealed class PngFuzzRun
{
    private static readonly string[] Allowed =
        [ImageErrorCodes.ImageCorrupt, ImageErrorCodes.ImageTruncated, ImageErrorCodes.ImageUnsupported];

    private readonly byte[][] _files = [.. Files()];
    private readonly ConcurrentDictionary<string, int> _outcomes = new();

    /// <summary>How often each outcome came.</summary>
    public IEnumerable<KeyValuePair<string, int>> Outcomes => _outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Runs inputs, each of which depends on the seed and its number alone.</summary>
    public void Run(int seed, int count) => Parallel.For(
        0,
        count,
        () => new PngRecompressor(),
        (i, _, recompressor) =>
        {
            var random = new Random(unchecked((seed * 1_000_003) ^ (i * 7919)));
            var input = new PngDamage(random).Apply(_files[random.Next(_files.Length)]);
            try
            {
                Check(input, random, recompressor);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Input {i} of seed {seed}: {exception.Message}", exception);
            }

            return recompressor;
        },
        _ => { });

    private static IEnumerable<byte[]> Files()
    {
        var kinds = new[] { (0, 1), (0, 8), (0, 16), (2, 8), (2, 16), (3, 2), (3, 8), (4, 8), (6, 8), (6, 16) };
        foreach (var (type, depth) in kinds)
        {
            foreach (var isInterlaced in new[] { false, true })
            {
                var image = PngImage.Picture(21, 13, type, depth) with { IsInterlaced = isInterlaced };
                image = type == 3 ? image with { Transparency = [0, 100] } : image;
                yield return PngBytes.File(image, PngBytes.Chunk("gAMA", [0, 0, 177, 143]), PngBytes.Chunk("tEXt", [1, 2]), pieces: 2);
            }
        }
    }

    private void Check(byte[] input, Random random, PngRecompressor recompressor)
    {
        var options = new CompressionOptions
        {
            Quality = random.Next(1, 101),
            Format = random.Next(8) == 0 ? OutputFormat.Jpeg : OutputFormat.Preserve,
        };
        var settings = new RecompressionOptions
        {
            KeepMetadata = random.Next(2) == 0,
            OpaquePngToJpeg = random.Next(2) == 0,
            Progressive = random.Next(4) == 0,
        };
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (outcome, output) = Compress(recompressor, input, options, settings);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Limit(input, options, settings));
        _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        Assert.True(output.Length <= input.Length || options.Format == OutputFormat.Jpeg);
        switch (outcome)
        {
            case "compressed":
                _ = ReferencePng.Decode(output);
                goto case "unchanged";
            case "unchanged":
                // What comes out is whole and can be taken again.
                var (again, _) = Compress(recompressor, output, options, settings);
                Assert.False(Allowed.Contains(again), again);
                break;
            case "JPEG":
                var image = ReferenceDecoder.Decode(output);
                var header = input.AsSpan(PngBytes.Signature.Length + 8);
                Assert.Equal(BinaryPrimitives.ReadInt32BigEndian(header), image.Width);
                Assert.Equal(BinaryPrimitives.ReadInt32BigEndian(header[4..]), image.Height);
                break;
            default:
                Assert.Empty(output);
                break;
        }
    }

    /// <summary>What was said of the header, and a little for exceptions and for the output.</summary>
    private static long Limit(byte[] input, CompressionOptions options, RecompressionOptions settings)
    {
        const long Little = 1_000_000;
        try
        {
            var header = ImageHeaderReader.Read(input);
            return PngSupport.WhyNot(header, options, settings) is null
                ? PngSupport.WorkingBytes(header, options, settings) + input.Length + Little
                : Little;
        }
        catch (ImageException)
        {
            return Little;
        }
    }

    private static (string Outcome, byte[] Output) Compress(
        PngRecompressor recompressor, byte[] input, CompressionOptions options, RecompressionOptions settings)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var output = new ArrayBufferWriter<byte>(Math.Max(1, input.Length));
        try
        {
            var result = recompressor.Recompress(input, options, settings, output, deadline.Token);
            return (result.Format == ImageFormat.Jpeg ? "JPEG" : result.Unchanged ? "unchanged" : "compressed", output.WrittenSpan.ToArray());
        }
        catch (ImageException exception) when (Allowed.Contains(exception.Code))
        {
            Assert.Equal(0, output.WrittenCount);
            return (exception.Code, []);
        }
        finally
        {
            recompressor.Reset();
        }
    }
}
