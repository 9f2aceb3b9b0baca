using ImageBatch.Csv;

namespace ImageBatch.Tests.Csv;

public class SeenUrlsTests
{
    [Theory]
    [InlineData(1, 200_000)]
    [InlineData(100, 100_000)]
    [InlineData(99_000, 200_000)]
    public void Add_answers_the_first_image_of_each_url(int urls, int images)
    {
        using var seen = new SeenUrls();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var random = new Random(images + urls);
        for (var index = 0; index < images; index++)
        {
            var url = $"https://images.example.com/{random.Next(urls)}.jpg";
            int? expected = first.TryAdd(url, index) ? null : first[url];
            Assert.Equal(expected, seen.Add(url));
        }
    }

    [Fact]
    public void Add_takes_urls_that_differ_in_anything_for_others()
    {
        using var seen = new SeenUrls();
        foreach (var url in new[] { "https://a/b", "https://a/B", "https://a/b ", "https://a/b\0", "https://a/\u0301b", "https://a/bc", "" })
        {
            Assert.Null(seen.Add(url));
        }

        Assert.Equal(1, seen.Add("https://a/B"));
    }
}
