using ImageBatch.ImageHeaders;

namespace ImageBatch.Recompression.Tests.Png;

public sealed class PngMetadataTests
{
    private static readonly string[] Essential = ["gAMA", "cHRM", "sRGB", "cICP", "mDCV", "cLLI", "pHYs"];
    private static readonly string[] Safe = ["tEXt", "zTXt", "iTXt", "prIv"];
    private static readonly string[] Unsafe = ["bKGD", "sBIT", "hIST", "tIME", "prIV"];
    private static readonly PngImage Picture = PngImage.Photo(60, 40);

    private static readonly byte[] Everything =
        [.. Essential.Concat(Safe).Concat(Unsafe).SelectMany(type => PngBytes.Chunk(type, [1, 2, 3, 4, 5]))];

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public void Compress_keeps_what_colours_and_shape_depend_on_and_drops_the_rest(int quality)
    {
        var output = Fixture.Compress(PngBytes.File(Picture, Everything, PngBytes.Chunk("tEXt", [1])), quality).Output;

        Assert.Equal(Essential, Ancillary(output));
    }

    [Fact]
    public void Compress_keeping_metadata_drops_only_what_the_new_image_data_make_wrong()
    {
        var (output, result) = Fixture.Compress(
            PngBytes.File(Picture, Everything, PngBytes.Chunk("iTXt", [1])), 100, keepMetadata: true);

        Assert.False(result.Unchanged);
        Assert.Equal([.. Essential, .. Safe, "iTXt"], Ancillary(output).Where(type => type != "tIME"));
        Assert.Equal("iTXt", PngBytes.Chunks(output)[^2].Type);
    }

    [Fact]
    public void Compress_unchanged_keeps_all_metadata_or_strips_them()
    {
        var smallest = Fixture.Compress(PngBytes.File(Picture), 100).Output;
        var data = PngBytes.Places(smallest).First(place => place.Type == "IDAT").Start;
        byte[] input = [.. smallest[..data], .. Everything, .. smallest[data..]];

        var (kept, keptResult) = Fixture.Compress(input, 100, keepMetadata: true);
        Assert.True(keptResult.Unchanged);
        Assert.Equal(input, kept);
        var (stripped, strippedResult) = Fixture.Compress(input, 100);
        Assert.True(strippedResult.Unchanged);
        Assert.Equal(Essential, Ancillary(stripped));
        Assert.Equal(smallest.Length + (Essential.Length * 17), stripped.Length);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(6, true)]
    public void Compress_of_Exif_keeps_the_orientation_alone(byte orientation, bool isKept)
    {
        byte[] exif = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0, .. new byte[900]];
        var input = PngBytes.File(Picture, PngBytes.Chunk("eXIf", exif));
        foreach (var quality in new[] { 50, 100 })
        {
            var output = Fixture.Compress(input, quality).Output;

            Assert.Equal(orientation, ImageHeaderReader.Read(output).Orientation);
            Assert.Equal(isKept ? [26] : [], PngBytes.Chunks(output).Where(chunk => chunk.Type == "eXIf").Select(chunk => chunk.Data.Length));
            _ = ReferencePng.Decode(output);
            var all = Fixture.Compress(input, quality, keepMetadata: true).Output;
            Assert.Equal(exif, PngBytes.Chunks(all).Single(chunk => chunk.Type == "eXIf").Data);
        }
    }

    [Fact]
    public void Compress_an_animation_keeps_its_frames_and_drops_metadata()
    {
        byte[] control = PngBytes.Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]);
        var frames = new[] { "fcTL", "fdAT" }.SelectMany(type => PngBytes.Chunk(type, new byte[26])).ToArray();
        var expected = PngBytes.File(Picture, [.. control, .. PngBytes.Chunk("fcTL", new byte[26])], frames);
        var input = PngBytes.File(
            Picture, [.. PngBytes.Chunk("tEXt", [1]), .. control, .. PngBytes.Chunk("fcTL", new byte[26])], frames);
        var (output, result) = Fixture.Compress(input);

        Assert.True(result.Unchanged);
        Assert.Equal(expected, output);
    }

    private static IEnumerable<string> Ancillary(byte[] file) =>
        PngBytes.Chunks(file).Select(chunk => chunk.Type).Where(type => type is not ("IHDR" or "PLTE" or "tRNS" or "IDAT" or "IEND"));
}
