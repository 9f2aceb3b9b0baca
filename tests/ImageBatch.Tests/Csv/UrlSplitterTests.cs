using ImageBatch.Csv;

namespace ImageBatch.Tests.Csv;

public class UrlSplitterTests
{
    [Theory]
    [InlineData("https://a/1.jpg", new[] { "https://a/1.jpg" })]
    [InlineData("https://a/1.jpg,https://b/2.jpg", new[] { "https://a/1.jpg", "https://b/2.jpg" })]
    [InlineData("https://a/1.jpg, https://b/2.jpg", new[] { "https://a/1.jpg", "https://b/2.jpg" })]
    [InlineData("https://a/1.jpg;http://b/2.jpg", new[] { "https://a/1.jpg", "http://b/2.jpg" })]
    [InlineData("https://a/1.jpg | https://b/2.jpg", new[] { "https://a/1.jpg", "https://b/2.jpg" })]
    [InlineData("https://a/1.jpg https://b/2.jpg\thttps://c/3.jpg", new[] { "https://a/1.jpg", "https://b/2.jpg", "https://c/3.jpg" })]
    [InlineData("https://a/1.jpg\nhttps://b/2.jpg\r\nhttps://c/3.jpg", new[] { "https://a/1.jpg", "https://b/2.jpg", "https://c/3.jpg" })]
    [InlineData("https://a/1.jpg,\n  HTTPS://b/2.jpg", new[] { "https://a/1.jpg", "HTTPS://b/2.jpg" })]
    public void Split_every_separator_separates(string cell, string[] expected) => Assert.Equal(expected, Split(cell));

    [Theory]
    [InlineData("https://a/w_300,h_200/1.jpg,https://b/2.jpg", new[] { "https://a/w_300,h_200/1.jpg", "https://b/2.jpg" })]
    [InlineData("https://a/1.jpg?x=1;y=2;https://b/2|3.jpg", new[] { "https://a/1.jpg?x=1;y=2", "https://b/2|3.jpg" })]
    [InlineData("https://a/my photo.jpg https://b/2.jpg", new[] { "https://a/my photo.jpg", "https://b/2.jpg" })]
    [InlineData("https://a/?next=https://b/2.jpg", new[] { "https://a/?next=https://b/2.jpg" })]
    [InlineData("https://proxy/https://b/2.jpg", new[] { "https://proxy/https://b/2.jpg" })]
    public void Split_separator_inside_a_url_stays(string cell, string[] expected) => Assert.Equal(expected, Split(cell));

    [Theory]
    [InlineData(" , https://a/1.jpg ,;| ", new[] { "https://a/1.jpg" })]
    [InlineData("https://a/1.jpg,,https://b/2.jpg", new[] { "https://a/1.jpg", "https://b/2.jpg" })]
    [InlineData("", new string[0])]
    [InlineData(" ,;|\n", new string[0])]
    public void Split_empty_parts_are_ignored(string cell, string[] expected) => Assert.Equal(expected, Split(cell));

    [Theory]
    [InlineData("photo.jpg", new[] { "photo.jpg" })]
    [InlineData("photo.jpg, https://b/2.jpg", new[] { "photo.jpg", "https://b/2.jpg" })]
    [InlineData("https://a/1.jpg, ftp://b/2.jpg", new[] { "https://a/1.jpg", "ftp://b/2.jpg" })]
    public void Split_what_is_no_http_url_is_a_part_of_its_own(string cell, string[] expected) => Assert.Equal(expected, Split(cell));

    private static List<string> Split(string cell)
    {
        var urls = new List<string>();
        UrlSplitter.Split(cell, urls);
        return urls;
    }
}
