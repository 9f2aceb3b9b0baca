using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Makes the rows and seals of jobs.</summary>
internal static class Catalogue
{
    public const string Webhook = "https://hooks.example.test/done";

    /// <summary>Products whose image URLs all differ.</summary>
    public static List<Product> Distinct(int products, int imagesEach = 1) =>
        FromUrls(Enumerable.Range(0, products)
            .Select(row => Enumerable.Range(0, imagesEach)
                .Select(image => $"https://images.example.test/{row}/{image}.jpg").ToArray()));

    /// <summary>One product a list of URLs; a URL that came before is a copy of its first image.</summary>
    public static List<Product> FromUrls(IEnumerable<string[]> rows)
    {
        var firsts = new Dictionary<string, int>(StringComparer.Ordinal);
        var products = new List<Product>();
        var next = 0;
        foreach (var urls in rows)
        {
            var first = next;
            var images = new List<ProductImage>();
            foreach (var url in urls)
            {
                images.Add(new ProductImage(url, firsts.TryAdd(url, next) ? null : firsts[url]));
                next++;
            }

            var row = products.Count;
            products.Add(new Product
            {
                Row = row,
                SerialNumber = $"{row + 1}",
                Name = $"SKU{row}",
                Cells = [$"{row + 1}", $"SKU{row}", string.Join(",", urls)],
                FirstImage = first,
                Images = images,
            });
        }

        return products;
    }

    public static async IAsyncEnumerable<IReadOnlyList<Product>> Pages(IEnumerable<Product> products, int size = 100)
    {
        foreach (var page in products.Chunk(size))
        {
            await Task.Yield();
            yield return page;
        }
    }

    /// <summary>Pages that must not be asked for.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<Product>> Forbidden()
    {
        await Task.Yield();
        Assert.Fail("The pages were asked for.");
        yield break;
    }

    public static JobSeal Seal(IReadOnlyCollection<Product> products, string? webhookUrl = null) => new(
        new JobDefinition
        {
            Options = new CompressionOptions { Quality = 37, MaxWidth = 640, Format = OutputFormat.Jpeg },
            Header = ["Serial Number", "Product Name", "Input Image Urls"],
            Delimiter = ';',
            Products = products.Count,
            Images = products.Sum(product => product.Images.Count),
            BodyHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            BaseUrl = "https://host.example.test/api",
            TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        },
        webhookUrl);
}
