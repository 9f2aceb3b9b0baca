using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using ImageBatch.Model;
using ImageBatch.Recompression.Jpeg;

namespace ImageBatch.Recompression.Tests.Fuzzing;

/// <summary>Damaged files: whatever is done to them, it is an output or one of the codec's own errors.</summary>
internal sealed class FuzzRun
{
    private static readonly string[] Allowed =
        [ImageErrorCodes.ImageCorrupt, ImageErrorCodes.ImageTruncated, ImageErrorCodes.ImageUnsupported];

    private static readonly RecompressionOptions[] Settings =
    [
        new(),
        new() { KeepMetadata = true },
        new() { Progressive = true },
        new() { ChromaSubsampling = ChromaSubsampling.Halve },
        new() { Progressive = true, ChromaSubsampling = ChromaSubsampling.Halve },
    ];

    private readonly byte[][] _files = [.. Fixture.Supported.Select(row => Fixture.Load(row.Data))];
    private readonly ConcurrentDictionary<string, int> _outcomes = new();

    /// <summary>How often each outcome came.</summary>
    public IEnumerable<KeyValuePair<string, int>> Outcomes => _outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Runs inputs, each of which depends on the seed and its number alone.</summary>
    public void Run(int seed, int count) => Parallel.For(
        0,
        count,
        () => (new JpegRecompressor(), new JpegRecompressor(useVectors: false)),
        (i, _, recompressors) =>
        {
            var random = new Random(HashCode(seed, i));
            var input = Input(random);
            try
            {
                Check(input, random, recompressors.Item1, recompressors.Item2);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Input {i} of seed {seed}: {exception.Message}", exception);
            }

            return recompressors;
        },
        _ => { });

    /// <summary>A damaged file.</summary>
    public byte[] Input(Random random) => new Damage(random).Apply(_files[random.Next(_files.Length)]);

    private static int HashCode(int seed, int number) => unchecked((seed * 1_000_003) ^ (number * 7919));

    private void Check(byte[] input, Random random, JpegRecompressor vectors, JpegRecompressor scalar)
    {
        var quality = random.Next(1, 101);
        var settings = Settings[random.Next(Settings.Length)];
        var limit = JpegSupport.WorkingBytes(Header(input), settings) + input.Length;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (outcome, output) = Compress(vectors, input, quality, settings);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, limit + 100_000);
        _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        if (random.Next(8) == 0)
        {
            var (sameOutcome, sameOutput) = Compress(scalar, input, quality, settings);
            Assert.Equal(outcome, sameOutcome);
            Assert.Equal(output, sameOutput);
        }

        if (output.Length > 0)
        {
            // What comes out is whole and can be taken again.
            Assert.True(output.Length <= input.Length);
            var (again, _) = Compress(vectors, output, quality, settings);
            Assert.False(Allowed.Contains(again), again);
        }
    }

    private static (string Outcome, byte[] Output) Compress(
        JpegRecompressor recompressor, byte[] input, int quality, RecompressionOptions settings)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var output = new ArrayBufferWriter<byte>(Math.Max(1, input.Length));
        try
        {
            var result = recompressor.Recompress(input, new() { Quality = quality }, settings, output, deadline.Token);
            return (result.Unchanged ? "unchanged" : "compressed", output.WrittenSpan.ToArray());
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

    /// <summary>What a header reader would claim: the largest frame that any marker may begin.</summary>
    private static ImageHeader Header(byte[] file)
    {
        var (width, height) = (1, 1);
        for (var at = 0; at < file.Length - 9; at++)
        {
            if (file[at] == 0xFF && file[at + 1] is >= 0xC0 and <= 0xC2)
            {
                height = Math.Max(height, BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 5)));
                width = Math.Max(width, BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 7)));
            }
        }

        return new() { Format = ImageFormat.Jpeg, Width = width, Height = height, Length = file.Length };
    }
}
