using ImageBatch.Client;
using ImageBatch.Csv;

namespace ImageBatch.Tests.Csv;

public class CatalogueReaderErrorTests
{
    [Theory]
    [InlineData(",Lamp,https://a/1.jpg", "Serial Number", SubmissionErrorCodes.RowMissingSerialNumber)]
    [InlineData("\" \",Lamp,https://a/1.jpg", "Serial Number", SubmissionErrorCodes.RowMissingSerialNumber)]
    [InlineData("1,,https://a/1.jpg", "Product Name", SubmissionErrorCodes.RowMissingName)]
    [InlineData("1,Lamp,", "Input Image Urls", SubmissionErrorCodes.RowMissingUrl)]
    [InlineData("1,Lamp", "Input Image Urls", SubmissionErrorCodes.RowMissingUrl)]
    [InlineData("1,Lamp,\" ,; \"", "Input Image Urls", SubmissionErrorCodes.RowMissingUrl)]
    [InlineData("1,Lamp,photo.jpg", "Input Image Urls", SubmissionErrorCodes.UrlInvalid)]
    [InlineData("1,Lamp,https://a/1.jpg ftp://a/2.jpg", "Input Image Urls", SubmissionErrorCodes.UrlInvalid)]
    [InlineData("1,Lamp,https://user:pw@a/1.jpg", "Input Image Urls", SubmissionErrorCodes.UrlInvalid)]
    [InlineData("1,Lamp,https://a/1.jpg,a remark", null, SubmissionErrorCodes.RowTooManyCells)]
    [InlineData("1,Lamp,https://a/1.jpg,remark", null, SubmissionErrorCodes.RowTooManyCells)]
    public async Task Read_bad_row_is_reported(string row, string? column, string code)
    {
        var refusal = await Catalogue.RefusalAsync($"{Catalogue.Header}0,Good,https://a/0.jpg\n{row}\n");
        Assert.Equal(SubmissionErrorCodes.CsvInvalidRows, refusal.Code);
        Assert.Equal(1, refusal.ErrorCount);
        var error = Assert.Single(refusal.Errors);
        Assert.Equal((3, column, code), (error.Row, error.Column, error.Code));
        Assert.DoesNotContain("pw", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_extra_cell_after_another_column_is_one_too_many()
    {
        var refusal = await Catalogue.RefusalAsync("Images,SKU,Name\nhttps://a/1.jpg,1,Lamp,https://a/2.jpg\n");
        Assert.Equal(SubmissionErrorCodes.RowTooManyCells, Assert.Single(refusal.Errors).Code);
    }

    [Fact]
    public async Task Read_too_many_and_too_long_urls_are_reported()
    {
        var options = new CsvOptions { MaxUrlsPerRow = 2, MaxUrlLength = 16 };
        var refusal = await Catalogue.RefusalAsync(
            Catalogue.Header + "1,a,https://a/1 https://a/2 https://a/3\n2,b,https://a/1 https://a/1234567\n", options);
        Assert.Equal(
            [(2, SubmissionErrorCodes.RowTooManyUrls), (3, SubmissionErrorCodes.UrlTooLong)],
            refusal.Errors.Select(error => (error.Row, error.Code)));
        Assert.Contains("URL 2", refusal.Errors[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_label_beyond_its_length_is_an_error_of_its_row()
    {
        var (longest, longer) = (new string('ä', 1_024), new string('ä', 1_025));
        Assert.Equal(longest, (await Catalogue.ReadAsync($"{Catalogue.Header}{longest},\"  {longest}\",https://a/1\n")).Products[0].Name);

        var refusal = await Catalogue.RefusalAsync($"{Catalogue.Header}{longer},{longer},https://a/1\n3,Good,https://a/1\n");

        Assert.Equal(
            [
                (2, "Serial Number", SubmissionErrorCodes.RowSerialNumberTooLong, "The serial number has 1,025 characters; at most 1,024 are allowed. Shorten it."),
                (2, "Product Name", SubmissionErrorCodes.RowNameTooLong, "The product name has 1,025 characters; at most 1,024 are allowed. Shorten it."),
            ],
            refusal.Errors.Select(error => (error.Row, error.Column!, error.Code, error.Message)));
        var options = Catalogue.Skip;
        options.MaxLabelLength = 3;
        Assert.Equal(["ab"], (await Catalogue.ReadAsync($"{Catalogue.Header}1,abcd,https://a/1\n2,ab,https://a/2\n", options)).Products.Select(product => product.Name));
    }

    [Fact]
    public async Task Read_header_beyond_its_length_is_refused()
    {
        var header = $"SKU,Name,Images,{new string('x', 65_536 - 13)}";
        const string row = "\n1,Lamp,https://a/1\n";
        Assert.Single((await Catalogue.ReadAsync(header + row)).Products);

        var refusal = await Catalogue.RefusalAsync($"{header}x{row}");

        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.StartsWith("The header has more than 65,536 characters.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_all_errors_of_all_rows_come_in_one_answer()
    {
        var refusal = await Catalogue.RefusalAsync("s_no,name,image urls\n,,\n,,ftp://a\n\n1,Lamp,https://a/1.jpg\n2,,x y\n");
        Assert.Equal(
            [
                (3, "s_no", SubmissionErrorCodes.RowMissingSerialNumber),
                (3, "name", SubmissionErrorCodes.RowMissingName),
                (3, "image urls", SubmissionErrorCodes.UrlInvalid),
                (6, "name", SubmissionErrorCodes.RowMissingName),
                (6, "image urls", SubmissionErrorCodes.UrlInvalid),
            ],
            refusal.Errors.Select(error => (error.Row, error.Column, error.Code)));
        Assert.Equal(5, refusal.ErrorCount);
    }

    [Fact]
    public async Task Read_rows_count_records_and_blank_lines_but_no_lines_in_quotes()
    {
        var refusal = await Catalogue.RefusalAsync(
            "\n" + Catalogue.Header + "1,\"two\nlines\",https://a/1.jpg\n\n\r\n,bad,https://a/2.jpg\n");
        Assert.Equal(6, Assert.Single(refusal.Errors).Row);
    }

    [Theory]
    [InlineData(100, InvalidRowAction.Refuse)]
    [InlineData(101, InvalidRowAction.Refuse)]
    [InlineData(1_500, InvalidRowAction.Refuse)]
    [InlineData(1_500, InvalidRowAction.Skip)]
    public async Task Read_many_bad_rows_are_all_counted_and_the_first_100_listed(int count, InvalidRowAction action)
    {
        var rows = Enumerable.Range(0, count).Select(i => $"{i},,https://a/{i}.jpg\n");
        var refusal = await Catalogue.RefusalAsync(Catalogue.Header + string.Concat(rows), new CsvOptions { OnInvalidRow = action });
        Assert.Equal(SubmissionErrorCodes.CsvInvalidRows, refusal.Code);
        Assert.Equal(count, refusal.ErrorCount);
        Assert.Equal(Enumerable.Range(2, 100), refusal.Errors.Select(error => error.Row));
    }

    [Fact]
    public async Task Read_refused_upload_yields_no_page_after_its_first_bad_row_and_counts_on()
    {
        var rows = Enumerable.Range(0, 2_000).Select(i => $"{i},{(i == 700 ? "" : "p")},https://a/{i}.jpg\n");
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Catalogue.Header + string.Concat(rows)));
        var reader = new CatalogueReader(stream, new CsvOptions());
        var yielded = 0;
        var refusal = await Assert.ThrowsAsync<SubmissionException>(async () =>
        {
            await foreach (var page in reader.ReadPagesAsync())
            {
                yielded += page.Count;
            }
        });
        Assert.Equal(500, yielded);
        Assert.Equal((1_999, 1_999, 1), (reader.Products, reader.Images, reader.ErrorCount));
        Assert.Equal(reader.Errors, refusal.Errors);
    }

    [Fact]
    public async Task Read_skipping_leaves_bad_rows_out_and_lists_them()
    {
        var catalogue = await Catalogue.ReadAsync(
            Catalogue.Header + "1,a,https://a/1.jpg https://a/2.jpg\n2,,https://a/3.jpg\n3,c,https://a/3.jpg\n4,d,nothing\n5,e,https://a/3.jpg\n",
            Catalogue.Skip);
        Assert.Equal(["1", "3", "5"], catalogue.Products.Select(product => product.SerialNumber));
        Assert.Equal([0, 1, 2], catalogue.Products.Select(product => product.Row));
        Assert.Equal([0, 2, 3], catalogue.Products.Select(product => product.FirstImage));
        Assert.Equal(2, catalogue.Products[2].Images[0].SameAs);
        Assert.Equal([3, 5], catalogue.Reader.Errors.Select(error => error.Row));
        Assert.Equal((3, 4, 2), (catalogue.Reader.Products, catalogue.Reader.Images, catalogue.Reader.ErrorCount));
    }
}
