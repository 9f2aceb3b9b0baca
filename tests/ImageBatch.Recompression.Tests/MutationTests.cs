using ImageBatch.Model;

namespace ImageBatch.Recompression.Tests;

/// <summary>Real files with seeded damage: whatever happens, it is an output or one of the codec's own errors.</summary>
public sealed class MutationTests
{
    private static readonly string[] Allowed =
        [ImageErrorCodes.ImageCorrupt, ImageErrorCodes.ImageTruncated, ImageErrorCodes.ImageUnsupported];

    private static readonly string[] Names =
    [
        "size-17x33", "grey-restart", "restart-1b-444", "scans-2", "pillow-metadata", "tables-16-bit", "sampling-4x1",
        "optimized", "noise", "rgb", "progressive", "progressive-deep", "progressive-restart", "ycck-progressive", "cmyk",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Compress_damaged_file_gives_an_output_or_an_error_of_its_own(int seed)
    {
        var random = new Random(seed);
        var files = Names.Select(Fixture.Load).ToArray();
        for (var i = 0; i < 1_000; i++)
        {
            var input = Damage(files[random.Next(files.Length)], random);
            var code = Fixture.ErrorCode(input, random.Next(1, 101));
            Assert.True(code is null || Allowed.Contains(code), code);
            if (code is null)
            {
                Assert.True(Fixture.Compress(input).Output.Length <= input.Length);
            }
        }
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        var copy = file.ToArray();

        // Half of the damage goes to the headers, where it changes more.
        int Place() => random.Next(2) == 0 ? random.Next(2, Math.Min(700, copy.Length)) : random.Next(2, copy.Length);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            switch (random.Next(5))
            {
                case 0:
                    copy[Place()] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    copy[Place()] = (byte)random.Next(256);
                    break;
                case 2:
                    copy[Place()] = 0xFF;
                    break;
                case 3:
                    var (from, to) = (Place(), Place());
                    var count = Math.Min(random.Next(1, 40), copy.Length - Math.Max(from, to));
                    copy.AsSpan(from, count).ToArray().CopyTo(copy, to);
                    break;
                default:
                    copy = copy[..random.Next(2, copy.Length + 1)];
                    break;
            }
        }

        return copy;
    }
}
