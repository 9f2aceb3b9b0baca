namespace ImageBatch.Tests.Csv;

public class CatalogueReaderRowTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Read_line_ends_are_known(string lineEnd)
    {
        var csv = Catalogue.Header + "1,Lamp,https://a/1.jpg\n\n2,Rug,https://a/2.jpg";
        foreach (var text in new[] { csv, csv + "\n", csv + "\n\n" })
        {
            var catalogue = await Catalogue.ReadAsync(text.Replace("\n", lineEnd, StringComparison.Ordinal));
            Assert.Equal(["Lamp", "Rug"], catalogue.Products.Select(product => product.Name));
        }
    }

    [Fact]
    public async Task Read_several_urls_in_one_quoted_cell_are_split()
    {
        var catalogue = await Catalogue.ReadAsync(Catalogue.Header
            + "1,SKU1,\"https://a/1.jpg,https://a/2.jpg, https://a/3.jpg\"\n"
            + "2,SKU2,\"https://a/4.jpg\nhttps://a/5.jpg\"\n"
            + "3,SKU3,https://a/6.jpg;https://a/7.jpg|https://a/8.jpg\n");
        Assert.Equal(["https://a/1.jpg", "https://a/2.jpg", "https://a/3.jpg"], catalogue.Urls(0));
        Assert.Equal(["https://a/4.jpg", "https://a/5.jpg"], catalogue.Urls(1));
        Assert.Equal(["https://a/6.jpg", "https://a/7.jpg", "https://a/8.jpg"], catalogue.Urls(2));
        Assert.Equal([0, 3, 5], catalogue.Products.Select(product => product.FirstImage));
        Assert.Equal([0, 1, 2], catalogue.Products.Select(product => product.Row));
        Assert.Equal((3, 8), (catalogue.Reader.Products, catalogue.Reader.Images));
    }

    [Theory]
    [InlineData("1,SKU1,https://a/1.jpg,https://a/2.jpg,https://a/3.jpg", "https://a/1.jpg,https://a/2.jpg,https://a/3.jpg", 3)]
    [InlineData("1,SKU1,https://a/1.jpg, https://a/2.jpg ,", "https://a/1.jpg,https://a/2.jpg", 2)]
    [InlineData("1,SKU1,https://a/1.jpg,,https://a/2.jpg", "https://a/1.jpg,https://a/2.jpg", 2)]
    [InlineData("1,SKU1,,https://a/1.jpg", "https://a/1.jpg", 1)]
    [InlineData("1,SKU1,https://a/w_300,h_200/1.jpg,https://a/2.jpg", "https://a/w_300,h_200/1.jpg,https://a/2.jpg", 2)]
    [InlineData("1,SKU1,https://a/1.jpg,,,", "https://a/1.jpg", 1)]
    [InlineData("1,SKU1,\"https://a/1.jpg\",\"https://a/2.jpg\"", "https://a/1.jpg,https://a/2.jpg", 2)]
    public async Task Read_unquoted_extra_cells_become_one_url_cell(string row, string cell, int images)
    {
        var catalogue = await Catalogue.ReadAsync(Catalogue.Header + row);
        Assert.Equal(["1", "SKU1", cell], catalogue.Products[0].Cells);
        Assert.Equal(cell, string.Join(',', catalogue.Urls()));
        Assert.Equal(images, catalogue.Urls().Length);
    }

    [Fact]
    public async Task Read_rest_of_a_url_with_semicolons_keeps_its_delimiter()
    {
        var catalogue = await Catalogue.ReadAsync("SKU;Name;Images\n1;Lamp;https://a/1.jpg?x=1;y=2;https://a/2.jpg\n");
        Assert.Equal(["https://a/1.jpg?x=1;y=2", "https://a/2.jpg"], catalogue.Urls());
        Assert.Equal("https://a/1.jpg?x=1;y=2,https://a/2.jpg", catalogue.Products[0].Cells[2]);
    }

    [Fact]
    public async Task Read_short_row_is_padded()
    {
        var catalogue = await Catalogue.ReadAsync("SKU,Name,Images,Colour,Price\n1,Lamp,https://a/1.jpg\n");
        Assert.Equal(["1", "Lamp", "https://a/1.jpg", "", ""], catalogue.Products[0].Cells);
    }

    [Fact]
    public async Task Read_empty_extra_cells_are_dropped_wherever_the_urls_are()
    {
        var catalogue = await Catalogue.ReadAsync("Images,SKU,Name\nhttps://a/1.jpg,1,Lamp,, ,\n");
        Assert.Equal(["https://a/1.jpg", "1", "Lamp"], catalogue.Products[0].Cells);
    }

    [Fact]
    public async Task Read_quotes_are_understood()
    {
        var catalogue = await Catalogue.ReadAsync(
            "SKU,Name,Note,Images\n 1 , \"Lamp, \"\"big\"\"\" ,24\" wide, \"https://a/1.jpg, https://a/2.jpg\" \n");
        Assert.Equal(["1", "Lamp, \"big\"", "24\" wide", "https://a/1.jpg, https://a/2.jpg"], catalogue.Products[0].Cells);
        Assert.Equal(2, catalogue.Urls().Length);
    }

    [Fact]
    public async Task Read_text_in_quotes_is_kept_but_names_are_trimmed()
    {
        var catalogue = await Catalogue.ReadAsync(Catalogue.Header + "\" 1 \",\" Lamp \",https://a/1.jpg\n");
        Assert.Equal([" 1 ", " Lamp ", "https://a/1.jpg"], catalogue.Products[0].Cells);
        Assert.Equal(("1", "Lamp"), (catalogue.Products[0].SerialNumber, catalogue.Products[0].Name));
    }

    [Fact]
    public async Task Read_blank_lines_and_rows_of_empty_cells_are_skipped()
    {
        var catalogue = await Catalogue.ReadAsync("\n\r\n,,\n" + Catalogue.Header + "\n , ,\n1,Lamp,https://a/1.jpg\n\"\",,\n   \n");
        Assert.Single(catalogue.Products);
        Assert.Equal(0, catalogue.Reader.ErrorCount);
    }

    [Fact]
    public async Task Read_same_url_points_to_its_first_image()
    {
        var catalogue = await Catalogue.ReadAsync(Catalogue.Header
            + "1,a,https://a/1.jpg https://a/1.jpg https://a/2.jpg\n"
            + "2,b,https://a/2.jpg https://A/2.jpg\n"
            + "3,c,https://a/1.jpg\n");
        Assert.Equal([null, 0, null, 2, null, 0], catalogue.Products.SelectMany(product => product.Images).Select(image => image.SameAs));
    }

    [Fact]
    public async Task Read_same_url_5000_rows_apart_points_to_its_first_image()
    {
        var rows = Enumerable.Range(0, 5_001).Select(i => $"{i},p{i},https://a/{i % 5_000}.jpg\n");
        var catalogue = await Catalogue.ReadAsync(Catalogue.Header + string.Concat(rows));
        var images = catalogue.Products.SelectMany(product => product.Images).ToList();
        Assert.All(images.Take(5_000), image => Assert.Null(image.SameAs));
        Assert.Equal(0, images[5_000].SameAs);
    }

    [Fact]
    public async Task Read_pages_hold_at_most_500_products()
    {
        var rows = Enumerable.Range(0, 1_200).Select(i => $"{i},p{i},https://a/{i}.jpg\n");
        var sizes = await PagesAsync(Catalogue.Header + string.Concat(rows));
        Assert.Equal([500, 500, 200], sizes);
    }

    [Fact]
    public async Task Read_pages_of_long_rows_are_shorter()
    {
        var note = new string('x', 75_000);
        var rows = Enumerable.Range(0, 10).Select(i => $"{i},p{i},{note},https://a/{i}.jpg\n");
        var sizes = await PagesAsync("SKU,Name,Note,Images\n" + string.Concat(rows));
        Assert.Equal([4, 4, 2], sizes);
    }

    [Fact]
    public async Task Read_stream_is_left_open()
    {
        var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Catalogue.Header + "1,Lamp,https://a/1.jpg"));
        await Catalogue.ReadAsync(stream);
        Assert.True(stream.CanRead);
    }

    private static async Task<int[]> PagesAsync(string csv)
    {
        var sizes = new List<int>();
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv));
        await foreach (var page in new ImageBatch.Csv.CatalogueReader(stream, new CsvOptions()).ReadPagesAsync())
        {
            sizes.Add(page.Count);
        }

        return [.. sizes];
    }
}
