using System.Text;
using ImageBatch.Client;
using ImageBatch.Csv;

namespace ImageBatch.Tests.Csv;

public class CatalogueReaderHeaderTests
{
    [Theory]
    [InlineData("Serial Number,Product Name,Input Image Urls")]
    [InlineData("S. No.,Product Name,Input Image Urls")]
    [InlineData("S.No,Product Name,Input Image URLs")]
    [InlineData("s_no , PRODUCT NAME , input_image_urls")]
    [InlineData("serialNo,name,imageUrls")]
    [InlineData("SKU,Name,Image URLs")]
    [InlineData("Id,Title,Image URL")]
    [InlineData("#,Product,Images")]
    [InlineData("Serial,Product Title,Urls")]
    [InlineData("\"Serial Number\",\"Product Name\",\"Input Image Urls\"")]
    [InlineData("Serial Number, Product Name, Input Image Urls")]
    public async Task Read_alias_is_found(string header)
    {
        var catalogue = await Catalogue.ReadAsync($"{header}\n1,Lamp,https://a/1.jpg\n");
        var product = Assert.Single(catalogue.Products);
        Assert.Equal(("1", "Lamp", "https://a/1.jpg"), (product.SerialNumber, product.Name, product.Images[0].Url));
    }

    [Fact]
    public void Every_alias_belongs_to_one_column()
    {
        string[] all = [.. HeaderAliases.SerialNumber, .. HeaderAliases.Name, .. HeaderAliases.Urls];
        Assert.Equal(all.Length, all.Select(HeaderAliases.Normalize).Distinct().Count());
        Assert.All(all, alias => Assert.True(HeaderAliases.IsKnown(alias)));
    }

    [Fact]
    public async Task Read_columns_in_any_order_with_others_between_are_kept()
    {
        var catalogue = await Catalogue.ReadAsync("Images,Colour,Name,Price,SKU\nhttps://a/1.jpg,red,Lamp,9.90,L1\n");
        Assert.Equal(["Images", "Colour", "Name", "Price", "SKU"], catalogue.Reader.Header);
        var product = Assert.Single(catalogue.Products);
        Assert.Equal(["https://a/1.jpg", "red", "Lamp", "9.90", "L1"], product.Cells);
        Assert.Equal(("L1", "Lamp"), (product.SerialNumber, product.Name));
    }

    [Fact]
    public async Task Read_canonical_name_wins_over_an_alias()
    {
        var catalogue = await Catalogue.ReadAsync(
            "Name,Id,Url,Product Name,S. No.,Input Image Urls\nn,i,u,Lamp,7,https://a/1.jpg\n");
        var product = Assert.Single(catalogue.Products);
        Assert.Equal(("7", "Lamp", "https://a/1.jpg"), (product.SerialNumber, product.Name, product.Images[0].Url));
    }

    [Theory]
    [InlineData("Serial Number,Product Name,product_name,Input Image Urls", "product name")]
    [InlineData("S. No.,S.No,Name,Urls", "serial number")]
    [InlineData("SKU,Name,Image URLs,image urls", "image URLs")]
    public async Task Read_best_name_twice_is_refused(string header, string column)
    {
        var refusal = await Catalogue.RefusalAsync($"{header}\n1,2,3,4\n");
        Assert.Equal(SubmissionErrorCodes.CsvDuplicateColumn, refusal.Code);
        Assert.Contains(column, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_lesser_name_twice_is_accepted() =>
        Assert.Single((await Catalogue.ReadAsync("Serial Number,Product Name,Input Image Urls,Name,Name\n1,a,https://a/,b,c")).Products);

    [Theory]
    [InlineData("Product Name,Input Image Urls", "serial number", "S. No.")]
    [InlineData("Serial Number,Input Image Urls", "product name", "Title")]
    [InlineData("Serial Number,Product Name", "image URLs", "Image Urls")]
    public async Task Read_missing_column_is_named_with_what_is_accepted(string header, string column, string alias)
    {
        var refusal = await Catalogue.RefusalAsync($"{header}\n1,2\n");
        Assert.Equal(SubmissionErrorCodes.CsvMissingColumn, refusal.Code);
        Assert.Contains(column, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(alias, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_all_missing_columns_are_named_at_once()
    {
        var refusal = await Catalogue.RefusalAsync("hello world\n");
        Assert.Equal(SubmissionErrorCodes.CsvMissingColumn, refusal.Code);
        Assert.All(["serial number", "product name", "image URLs"], column => Assert.Contains(column, refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task Read_delimiter_is_detected(char delimiter)
    {
        var catalogue = await Catalogue.ReadAsync(
            $"Serial Number,Product Name,Input Image Urls\n1,Lamp,https://a/1.jpg\n".Replace(',', delimiter));
        Assert.Equal(delimiter, catalogue.Reader.Delimiter);
        Assert.Equal(["1", "Lamp", "https://a/1.jpg"], catalogue.Products[0].Cells);
    }

    [Fact]
    public async Task Read_byte_order_mark_is_no_part_of_the_header()
    {
        byte[] csv = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Catalogue.Header + "1,Lämpchen,https://a/ä.jpg")];
        var catalogue = await Catalogue.ReadAsync(new ChunkStream([csv], chunk: 1));
        Assert.Equal("Serial Number", catalogue.Reader.Header[0]);
        Assert.Equal("Lämpchen", catalogue.Products[0].Name);
    }

    [Fact]
    public async Task Read_empty_names_at_the_end_are_no_columns()
    {
        var catalogue = await Catalogue.ReadAsync(
            "Serial Number,Product Name,Input Image Urls,,\n1,Lamp,https://a/1.jpg,https://a/2.jpg,\n2,Rug,https://a/3.jpg,,\n");
        Assert.Equal(3, catalogue.Reader.Header.Count);
        Assert.Equal(["https://a/1.jpg", "https://a/2.jpg"], catalogue.Urls());
        Assert.All(catalogue.Products, product => Assert.Equal(3, product.Cells.Count));
    }

    [Fact]
    public async Task Read_header_of_quoted_line_breaks_is_one_record()
    {
        var refusal = await Catalogue.RefusalAsync(
            "\"Serial\nNumber\";\"Product\r\nName\";\"Input Image Urls\"\r\n1;;https://a/\r\n");
        var error = Assert.Single(refusal.Errors);
        Assert.Equal((2, "Product\r\nName", SubmissionErrorCodes.RowMissingName), (error.Row, error.Column, error.Code));
    }
}
