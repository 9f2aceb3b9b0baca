using System.Text;
using ImageBatch.Client;
using ImageBatch.Csv;
using ImageBatch.Model;

namespace ImageBatch.Tests.Csv;

/// <summary>A catalogue that was read, and short ways to read one.</summary>
internal sealed record Catalogue(CatalogueReader Reader, List<Product> Products)
{
    public const string Header = "Serial Number,Product Name,Input Image Urls\n";

    public static CsvOptions Skip => new() { OnInvalidRow = InvalidRowAction.Skip };

    public static Task<Catalogue> ReadAsync(string csv, CsvOptions? options = null) =>
        ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), options);

    public static async Task<Catalogue> ReadAsync(Stream csv, CsvOptions? options = null)
    {
        var catalogue = new Catalogue(new CatalogueReader(csv, options ?? new CsvOptions()), []);
        await foreach (var page in catalogue.Reader.ReadPagesAsync(CancellationToken.None))
        {
            catalogue.Products.AddRange(page);
        }

        return catalogue;
    }

    public static Task<SubmissionException> RefusalAsync(string csv, CsvOptions? options = null) =>
        Assert.ThrowsAsync<SubmissionException>(() => ReadAsync(csv, options));

    public static Task<SubmissionException> RefusalAsync(byte[] csv, CsvOptions? options = null) =>
        Assert.ThrowsAsync<SubmissionException>(() => ReadAsync(new MemoryStream(csv), options));

    public static string[] UrlsOf(Product product) => [.. product.Images.Select(image => image.Url)];

    public string[] Urls(int product = 0) => UrlsOf(Products[product]);
}
