using ImageBatch.Model;

namespace ImageBatch.Tests.Model;

public sealed class CompressionOptionsTests
{
    [Theory]
    [InlineData(1_000, 500, 1, null, null, 1_000, 500)]
    [InlineData(1_000, 500, 1, 2_000, 2_000, 1_000, 500)]
    [InlineData(1_000, 500, 1, 300, null, 300, 150)]
    [InlineData(1_000, 500, 1, null, 100, 200, 100)]
    [InlineData(1_000, 500, 1, 300, 100, 200, 100)]
    [InlineData(1_000, 500, 6, 300, null, 300, 600)]
    [InlineData(1_000, 500, 4, 300, null, 300, 150)]
    [InlineData(1_000, 3, 1, 100, null, 100, 1)]
    [InlineData(101, 67, 1, 50, null, 50, 33)]
    public void SizeOf_keepsTheAspectAndNeverEnlarges(
        int width, int height, int orientation, int? maxWidth, int? maxHeight, int expectedWidth, int expectedHeight)
    {
        var header = Header(width, height, orientation);
        var options = new CompressionOptions { MaxWidth = maxWidth, MaxHeight = maxHeight };

        Assert.Equal((expectedWidth, expectedHeight), options.SizeOf(header));
        Assert.Equal(expectedWidth * expectedHeight < width * height, options.Resizes(header));
    }

    [Theory]
    [InlineData(OutputFormat.Preserve, ImageFormat.Gif, ImageFormat.Gif)]
    [InlineData(OutputFormat.Jpeg, ImageFormat.Gif, ImageFormat.Jpeg)]
    [InlineData(OutputFormat.Png, ImageFormat.Png, ImageFormat.Png)]
    [InlineData(OutputFormat.WebP, ImageFormat.Unknown, ImageFormat.WebP)]
    [InlineData(OutputFormat.Avif, ImageFormat.Jpeg, ImageFormat.Avif)]
    public void FormatOf_isTheOneAskedForOrTheInputs(OutputFormat asked, ImageFormat input, ImageFormat expected)
    {
        var options = new CompressionOptions { Format = asked };

        Assert.Equal(expected, options.FormatOf(input));
        Assert.Equal(expected != input, options.Converts(input));
    }

    [Fact]
    public void FormatOf_unknownInputToBePreserved_throws() =>
        Assert.Throws<ArgumentException>(() => new CompressionOptions().FormatOf(ImageFormat.Unknown));

    private static ImageHeader Header(int width, int height, int orientation) => new()
    {
        Format = ImageFormat.Jpeg, Width = width, Height = height, Length = 1_000, Orientation = orientation,
    };
}
