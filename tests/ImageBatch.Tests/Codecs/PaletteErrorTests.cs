using ImageBatch.Codecs;

namespace ImageBatch.Tests.Codecs;

public sealed class PaletteErrorTests
{
    // What pngquant 2.17's formula gives, worked out apart from the code.
    [Theory]
    [InlineData(100, 2.5604e-6)]
    [InlineData(50, 1.5677e-3)]
    [InlineData(1, 0.01902)]
    public void Allowed_atAQuality_isTheFormulas(int quality, double expected) =>
        Assert.Equal(expected, PaletteError.Allowed(quality), expected * 0.02);

    [Fact]
    public void Allowed_fallsWithTheQuality() =>
        Assert.All(Enumerable.Range(1, 99), quality => Assert.True(PaletteError.Allowed(quality) > PaletteError.Allowed(quality + 1)));

    [Fact]
    public void Sum_ofTheSamePixels_isZero() => Assert.Equal(0, PaletteError.Sum([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8]));

    [Fact]
    public void Sum_ofBlackAndWhite_isOneAComponent() => Assert.Equal(3, PaletteError.Sum([0, 0, 0, 255], [255, 255, 255, 255]), 9);

    [Fact]
    public void Sum_ofInvisibleColours_isZero() => Assert.Equal(0, PaletteError.Sum([0, 0, 0, 0], [255, 255, 255, 0]), 9);

    [Fact]
    public void Sum_ofInvisibleAndBlack_isThatOnWhite() => Assert.Equal(3, PaletteError.Sum([0, 0, 0, 0], [0, 0, 0, 255]), 9);

    [Fact]
    public void Sum_ofPartsOfPixels_throws()
    {
        Assert.Throws<ArgumentException>(() => PaletteError.Sum([1, 2, 3], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => PaletteError.Sum([1, 2, 3, 4], []));
    }
}
