using ImageBatch.Csv;

namespace ImageBatch.Tests.Csv;

public class DelimiterDetectorTests
{
    [Theory]
    [InlineData("Serial Number,Product Name,Input Image Urls", ',')]
    [InlineData("Serial Number;Product Name;Input Image Urls", ';')]
    [InlineData("Serial Number\tProduct Name\tInput Image Urls", '\t')]
    [InlineData("\"SKU\";\"Name\";\"Images\"", ';')]
    [InlineData("SKU;Name;\"Price, net, in EUR, of course\";Images", ';')]
    [InlineData("SKU,Name,Images,how; about; so; many; semicolons", ',')]
    [InlineData("a;b;c", ';')]
    [InlineData("whatever", ',')]
    [InlineData("", ',')]
    public void Detect_finds_the_delimiter(string header, char expected) =>
        Assert.Equal(expected, DelimiterDetector.Detect(header));
}
