using System.Buffers.Binary;
using ImageBatch.ImageSharp.Decoding;
using ImageBatch.Model;
using SixLabors.ImageSharp.Formats.Png;

namespace ImageBatch.ImageSharp.Tests.Decoding;

/// <summary>The library shows missing rows as blank; the codec does not.</summary>
public sealed class PngDataTests
{
    private const int HeightOffset = 20;

    [Theory]
    [InlineData(PngInterlaceMode.None, 1, 1)]
    [InlineData(PngInterlaceMode.None, 200, 100)]
    [InlineData(PngInterlaceMode.Adam7, 1, 1)]
    [InlineData(PngInterlaceMode.Adam7, 3, 5)]
    [InlineData(PngInterlaceMode.Adam7, 200, 100)]
    public void EnsureWhole_a_row_more_than_there_is_throws(PngInterlaceMode interlace, int width, int height)
    {
        var file = TestPictures.Encode(width, height, new PngEncoder { InterlaceMethod = interlace });
        PngData.EnsureWhole(file, CancellationToken.None);

        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(HeightOffset), height + 1);

        var error = Assert.Throws<ImageException>(() => PngData.EnsureWhole(file, CancellationToken.None));
        Assert.Equal(ImageErrorCodes.ImageTruncated, error.Code);
    }
}
