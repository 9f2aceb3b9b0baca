using ImageBatch.ImageFiles;
using static ImageBatch.Tests.ImageHeaders.Files.BmpFile;

namespace ImageBatch.Tests.ImageFiles;

public sealed class BmpContainerTests
{
    private const int V5 = 124;
    private const int ColourSpaceField = 70;
    private const int ProfileField = 126;
    private const int PixelLength = 24 * 5;

    private static readonly byte[] Pixels = [.. Enumerable.Range(1, PixelLength).Select(i => (byte)i)];
    private static readonly byte[] Profile = [.. "profile"u8];

    internal static byte[] WithEmbeddedProfile => WithProfile("DEBM"u8, 14 + V5 + PixelLength, Profile);

    [Theory]
    [InlineData(12, 24, 0, 24)]
    [InlineData(16, 8, 0, 8)]
    [InlineData(40, 1, 0, 4)]
    [InlineData(40, 4, 0, 4)]
    [InlineData(40, 16, 0, 16)]
    [InlineData(40, 32, 0, 28)]
    [InlineData(56, 16, 3, 16)]
    [InlineData(40, 32, 6, 28)]
    [InlineData(124, 24, 0, 24)]
    public void EndsEarly_before_the_end_of_the_last_row(int headerSize, int bits, long compression, int stride)
    {
        var colours = new byte[bits <= 8 ? 4 << bits : 12];
        var file = WithPixels(Create(headerSize, bits: bits, compression: compression), new byte[stride * 5], colours);
        FileAssert.EndsEarlyBefore(file.Length, [.. file, 1, 2, 3]);
    }

    [Fact]
    public void EndsEarly_rows_from_the_top_are_as_many()
    {
        var file = WithPixels(Create(height: -5), Pixels);
        FileAssert.EndsEarlyBefore(file.Length, file);
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(40, 2)]
    [InlineData(64, 3)]
    [InlineData(64, 4)]
    public void EndsEarly_compressed_pixels_are_as_long_as_the_header_says(int headerSize, long compression)
    {
        var file = WithPixels(Create(headerSize, bits: headerSize == 64 ? 24 : 8, compression: compression), [1, 2, 3, 4, 5]);
        Put(file, 34, 5);
        FileAssert.EndsEarlyBefore(file.Length, [.. file, 1, 2]);
        FileAssert.Strips(file, [.. file, .. FileAssert.Secret]);
    }

    [Fact]
    public void EndsEarly_compressed_pixels_of_no_known_length_are_for_decoders()
    {
        var file = WithPixels(Create(bits: 8, compression: 1), [1, 2, 3, 4, 5]);
        Assert.False(ImageFile.EndsEarly(file.AsSpan(0, file.Length - 2)));
        FileAssert.Keeps(file);
    }

    [Fact]
    public void EndsEarly_claims_beyond_all_numbers_are_missing()
    {
        var file = WithPixels(Create(width: int.MaxValue, height: int.MinValue + 1, bits: 32), Pixels);
        FileAssert.Truncated(file);
        Put(file, 10, uint.MaxValue);
        FileAssert.Truncated(file);
    }

    [Fact]
    public void Write_what_is_behind_the_pixels_goes()
    {
        foreach (var headerSize in new[] { 12, 40, V5 })
        {
            var file = WithPixels(Create(headerSize), Pixels);
            FileAssert.Strips(file, [.. file, .. FileAssert.Secret]);
        }
    }

    [Fact]
    public void Write_length_that_the_file_claims_becomes_true()
    {
        var file = WithPixels(Create(), Pixels);
        byte[] longer = [.. file, .. FileAssert.Secret];
        Put(longer, 2, longer.Length);
        FileAssert.Strips(file, longer);
    }

    [Fact]
    public void Write_embedded_profile_stays_at_the_pixels()
    {
        var expected = WithEmbeddedProfile;
        FileAssert.Keeps(expected);
        FileAssert.Strips(expected, [.. expected, .. FileAssert.Secret]);
        FileAssert.Strips(expected, WithProfile("DEBM"u8, 14 + V5 + PixelLength + 9, [.. FileAssert.Secret, .. Profile], Profile.Length));
    }

    [Fact]
    public void Write_embedded_profile_before_the_pixels_stays_there()
    {
        var headers = Create(V5);
        "DEBM"u8.CopyTo(headers.AsSpan(ColourSpaceField));
        Put(headers, ProfileField, V5);
        Put(headers, ProfileField + 4, Profile.Length);
        FileAssert.Keeps(WithPixels(headers, Pixels, Profile));
    }

    [Fact]
    public void Write_path_of_a_linked_profile_goes()
    {
        var expected = WithPixels(Create(V5), Pixels);
        " niW"u8.CopyTo(expected.AsSpan(ColourSpaceField));
        FileAssert.Strips(expected, WithProfile("KNIL"u8, 14 + V5 + PixelLength, FileAssert.Secret.ToArray()));

        var headers = Create(V5);
        "KNIL"u8.CopyTo(headers.AsSpan(ColourSpaceField));
        Put(headers, ProfileField, V5);
        Put(headers, ProfileField + 4, FileAssert.Secret.Length);
        FileAssert.Strips(WithPixels(expected[..(14 + V5)], Pixels, new byte[9]), WithPixels(headers, Pixels, FileAssert.Secret));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14 + V5 + PixelLength - 1)]
    [InlineData(14 + V5 + PixelLength + 1)]
    [InlineData(uint.MaxValue)]
    public void Write_profile_that_cannot_be_where_it_is_said_to_be_goes(long start)
    {
        var expected = WithPixels(Create(V5), Pixels);
        " niW"u8.CopyTo(expected.AsSpan(ColourSpaceField));
        FileAssert.Strips(expected, WithProfile("DEBM"u8, start, Profile));
    }

    [Fact]
    public void Write_colour_space_of_numbers_stays()
    {
        var file = WithPixels(Create(V5), Pixels);
        " BGR"u8.CopyTo(file.AsSpan(ColourSpaceField));
        FileAssert.Keeps(file);
    }

    [Fact]
    public void Write_file_that_cannot_be_followed_fails()
    {
        FileAssert.Truncated(WithPixels(Create(), Pixels)[..^1]);
        var inside = WithPixels(Create(), Pixels);
        Put(inside, 10, 53);
        FileAssert.Corrupt(inside);
    }

    /// <summary>The start is one from the beginning of the file, as the header's is not.</summary>
    private static byte[] WithProfile(ReadOnlySpan<byte> colourSpace, long start, byte[] behind, int? length = null)
    {
        byte[] file = [.. WithPixels(Create(V5), Pixels), .. behind];
        colourSpace.CopyTo(file.AsSpan(ColourSpaceField));
        Put(file, 2, file.Length);
        Put(file, ProfileField, start - 14);
        Put(file, ProfileField + 4, length ?? behind.Length);
        return file;
    }
}
