using System.Text;
using ImageBatch.Csv;

namespace ImageBatch.Tests.Csv;

// Live memory is the whole process's: nothing else may run meanwhile.
[CollectionDefinition(nameof(CatalogueReaderMemoryTests), DisableParallelization = true)]
[Collection(nameof(CatalogueReaderMemoryTests))]
public class CatalogueReaderMemoryTests
{
    [Fact]
    public async Task Read_200000_rows_hold_no_more_than_a_page_and_the_hashes()
    {
        const int rows = 200_000;
        var note = new string('n', 400);
        var csv = new ChunkStream(Parts(rows, i => $"{i},Product {i},{note},https://images.example.com/{i % 150_000}.jpg\n"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var highest = 0L;
        var (products, repeated) = (0, 0);
        var reader = new CatalogueReader(csv, new CsvOptions());
        await foreach (var page in reader.ReadPagesAsync())
        {
            products += page.Count;
            repeated += page.Count(product => product.Images[0].SameAs is not null);
            if (products % 50_000 == 0)
            {
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal((rows, rows, rows, 50_000), (products, reader.Products, reader.Images, repeated));
        // The text alone has 90 MB, 180 MB as characters; the hashes lie outside the heap.
        Assert.InRange(csv.Taken, 80_000_000, 100_000_000);
        Assert.InRange(highest, 0, 40_000_000);
    }

    private static IEnumerable<byte[]> Parts(int rows, Func<int, string> row)
    {
        yield return Encoding.UTF8.GetBytes("Serial Number,Product Name,Note,Input Image Urls\n");
        for (var i = 0; i < rows; i += 100)
        {
            yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(i, 100).Select(row)));
        }
    }
}
