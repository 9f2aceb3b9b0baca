using ImageBatch.Model;
using ImageBatch.Tests.Fuzzing;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class ImageHeaderFuzzTests
{
    // An exception with its trace, and the excerpt of a text that UnknownFormat looks at; nothing that grows with the file.
    private const int MostAllocated = 64 << 10;

    private static readonly byte[][] Pieces =
    [
        [0xFF, 0xC0], [0xFF, 0xC2], [0xFF, 0xE1], [0xFF, 0xE2], [0xFF, 0xDA], [0xFF, 0xD8], "Exif\0\0II*\0"u8.ToArray(), "MM\0*"u8.ToArray(),
        "IHDR"u8.ToArray(), "IDAT"u8.ToArray(), "acTL"u8.ToArray(), "eXIf"u8.ToArray(), "iCCP"u8.ToArray(), "zTXt"u8.ToArray(),
        [0x2C], [0x21, 0xF9], [0x21, 0xFE], [0x3B], "VP8X"u8.ToArray(), "VP8L"u8.ToArray(), "VP8 "u8.ToArray(), "ANMF"u8.ToArray(),
        "EXIF"u8.ToArray(), "ftypavif"u8.ToArray(), "ftypavis"u8.ToArray(), "meta"u8.ToArray(), "moov"u8.ToArray(), "trak"u8.ToArray(),
        "ipma"u8.ToArray(), "ispe"u8.ToArray(), "stsz"u8.ToArray(), [0, 0, 0, 1], [0, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFE],
        [0, 0, 0, 0, 0, 0, 0, 1], [0x80, 0, 0, 0, 0, 0, 0, 0], "<svg"u8.ToArray(), "BM"u8.ToArray(),
    ];

    [Fact]
    public async Task Read_mutated_files_succeed_or_fail_as_documented()
    {
        // Photos of the sample catalogue are one seed of eight: they are large, and most of them is no header.
        var photos = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Photos")).Select(File.ReadAllBytes).ToArray();
        var small = ImageHeaderReaderTests.Files.Select(file => file.File).ToArray();
        Assert.Equal(24, photos.Length);

        var outcomes = await new FuzzLoop().RunAsync(random =>
        {
            var seeds = random.Next(8) == 0 ? photos : small;
            var file = new Mutation(random, Pieces).Apply(seeds[random.Next(seeds.Length)]);
            return FuzzLoop.Within(MostAllocated, () => HeaderAssert.Contract(file)) ?? "read";
        });

        string[] expected = ["read", ImageErrorCodes.ImageUnsupported, ImageErrorCodes.ImageCorrupt, ImageErrorCodes.ImageTruncated];
        Assert.All(expected, outcome => Assert.True(outcomes.GetValueOrDefault(outcome) > 0, $"No input was {outcome}: the mutations test too little."));
    }
}
