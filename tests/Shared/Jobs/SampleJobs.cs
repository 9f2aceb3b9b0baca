using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Testing;

/// <summary>What a job store is given: a job of any number of products with an image each.</summary>
internal static class SampleJobs
{
    public const string Webhook = "https://hooks.example.test/done";

    public static async IAsyncEnumerable<IReadOnlyList<Product>> PagesAsync(int images, int pageSize = 1_000)
    {
        for (var row = 0; row < images; row += pageSize)
        {
            await Task.Yield();
            yield return [.. Enumerable.Range(row, Math.Min(pageSize, images - row)).Select(Row)];
        }
    }

    public static JobSeal Seal(int images) => new(
        new JobDefinition
        {
            Options = new CompressionOptions(),
            Header = ["Serial Number", "Product Name", "Input Image Urls"],
            Delimiter = ',',
            Products = images,
            Images = images,
            BodyHash = "",
        },
        Webhook);

    private static Product Row(int row) => new()
    {
        Row = row,
        SerialNumber = $"{row + 1}",
        Name = $"SKU{row}",
        Cells = [$"{row + 1}", $"SKU{row}", $"https://images.example.test/{row}.jpg"],
        FirstImage = row,
        Images = [new ProductImage($"https://images.example.test/{row}.jpg")],
    };
}
