using System.IO.Compression;
using System.Text;
using ImageBatch.Client;
using ImageBatch.Csv;

namespace ImageBatch.Tests.Csv;

public class CatalogueReaderRefusalTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\r\n\n  \n,,\n")]
    public async Task Read_nothing_is_empty(string csv) =>
        Assert.Equal(SubmissionErrorCodes.CsvEmpty, (await Catalogue.RefusalAsync(csv)).Code);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n,,\n")]
    public async Task Read_header_alone_has_no_rows(string rest) =>
        Assert.Equal(SubmissionErrorCodes.CsvNoRows, (await Catalogue.RefusalAsync(Catalogue.Header + rest)).Code);

    [Theory]
    [InlineData("1,\"Lamp,https://a/1.jpg\n2,Rug,https://a/2.jpg\n", 2, "Product Name")]
    [InlineData("1,Lamp,\"https://a/1.jpg", 2, "Input Image Urls")]
    [InlineData("1,Lamp,\"https://a/1.jpg\"\"", 2, "Input Image Urls")]
    [InlineData("1,Lamp,\"https://a/1.jpg\"\"\n", 2, "Input Image Urls")]
    [InlineData("1,Lamp,\"", 2, "Input Image Urls")]
    [InlineData("1,Lamp,https://a/1.jpg,\"", 2, null)]
    [InlineData("1,Lamp,https://a/1.jpg\n\n2,\"Rug\" red,https://a/2.jpg\n", 4, "Product Name")]
    [InlineData("1,Lamp,https://a/1.jpg\n2,\"Rug \"red\"\",https://a/2.jpg\n", 3, "Product Name")]
    [InlineData("1,Lamp,https://a/1.jpg\n\"2,Rug,https://a/2.jpg\n3,\"Mug\",https://a/3.jpg\n", 3, "Serial Number")]
    public async Task Read_broken_quotes_are_refused_with_their_place(string rows, int row, string? column) =>
        AssertPlace(await Catalogue.RefusalAsync(Catalogue.Header + rows), row, column, "has a quote that is not closed");

    [Theory]
    [InlineData("\0", 3, "Serial Number")]
    [InlineData("2,R\0ug,https://a/2.jpg", 3, "Product Name")]
    [InlineData("2,Rug,\"https://a/2.jpg\n\0\"", 3, "Input Image Urls")]
    [InlineData("2,Rug,https://a/2.jpg,\0", 3, null)]
    [InlineData("2,Rug,\n\n\0,,", 5, "Serial Number")]
    public async Task Read_nul_is_refused_with_its_place(string rows, int row, string? column)
    {
        var csv = $"{Catalogue.Header}1,Lamp,https://a/1.jpg\n{rows}\n";
        AssertPlace(await Catalogue.RefusalAsync(csv), row, column, "has a NUL character");
        AssertPlace(await Catalogue.RefusalAsync(csv, Catalogue.Skip), row, column, "has a NUL character");
    }

    [Fact]
    public async Task Read_nul_in_the_header_is_refused_with_its_place()
    {
        var refusal = await Catalogue.RefusalAsync("SKU,Name,Images,No\0te\n1,Lamp,https://a/1.jpg,x\n");
        AssertPlace(refusal, 1, null, "has a NUL character at column 4.");
    }

    [Fact]
    public async Task Read_gzip_is_refused()
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Catalogue.Header));
        }

        var refusal = await Catalogue.RefusalAsync(zipped.ToArray());
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.Contains("gzip", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_spreadsheet_is_refused()
    {
        var refusal = await Catalogue.RefusalAsync([(byte)'P', (byte)'K', 3, 4, 20, 0, 6, 0]);
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.Contains("spreadsheet", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_binary_is_refused()
    {
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, (await Catalogue.RefusalAsync(bytes)).Code);
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, (await Catalogue.RefusalAsync(new byte[100])).Code);
    }

    [Fact]
    public async Task Read_other_encodings_are_refused_with_what_to_do()
    {
        const string csv = Catalogue.Header + "1,Lämpchen,https://a/1.jpg\n";
        byte[][] files =
        [
            Encoding.Latin1.GetBytes(csv),
            Encoding.Unicode.GetBytes(csv),
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(csv)],
            [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(csv)],
            [.. Encoding.UTF8.GetBytes(csv), .. Encoding.Latin1.GetBytes("2,Lämpchen,https://a/1.jpg\n")],
            [.. Encoding.UTF8.GetBytes(csv), 0xC3],
        ];
        foreach (var file in files)
        {
            var refusal = await Catalogue.RefusalAsync(file);
            Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
            Assert.Contains("CSV UTF-8", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("S\u00E4rial,Name,Urls\n", 1, null, "at column 1.")]
    [InlineData("\n\nSKU,N\u00E4me,Urls\n", 3, null, "at column 2.")]
    [InlineData("SKU,Name,Urls\n1,Lamp,https://a/1.jpg\n2,L\u00E4mp,https://a/2.jpg\n", 3, "Name", "at column 2 (Name).")]
    [InlineData("SKU,Name,Urls\n1,\"two\nlines, \u00E4\",https://a/1.jpg\n", 2, "Name", "at column 2 (Name).")]
    [InlineData("SKU,Name,Urls\n1,Lamp,https://a/\u00E4", 2, "Urls", "at column 3 (Urls).")]
    [InlineData("SKU,Name,Urls\n1,Lamp,https://a/1.jpg\n\u00E4", 3, "SKU", "at column 1 (SKU).")]
    public async Task Read_illegal_byte_is_refused_with_its_place(string csv, int row, string? column, string place)
    {
        foreach (var chunk in (int[])[1, 7, int.MaxValue])
        {
            var stream = new ChunkStream([Encoding.Latin1.GetBytes(csv)], chunk);
            var refusal = await Assert.ThrowsAsync<SubmissionException>(() => Catalogue.ReadAsync(stream));
            AssertPlace(refusal, row, column, "is not UTF-8 " + place);
        }
    }

    [Fact]
    public async Task Read_too_many_bytes_are_refused_while_reading()
    {
        var bytes = Encoding.UTF8.GetBytes(Catalogue.Header + "1,Lamp,https://a/1.jpg\n");
        Assert.Single((await Catalogue.ReadAsync(new MemoryStream(bytes), new CsvOptions { MaxBytes = bytes.Length })).Products);
        var refusal = await Catalogue.RefusalAsync(bytes, new CsvOptions { MaxBytes = bytes.Length - 1 });
        Assert.Equal(SubmissionErrorCodes.CsvTooLarge, refusal.Code);

        var endless = ChunkStream.Endless(bytes, bytes[Catalogue.Header.Length..]);
        refusal = await Assert.ThrowsAsync<SubmissionException>(() => Catalogue.ReadAsync(endless, new CsvOptions { MaxBytes = 1 << 20 }));
        Assert.Equal(SubmissionErrorCodes.CsvTooLarge, refusal.Code);
        Assert.InRange(endless.Taken, 1 << 20, 2 << 20);
    }

    [Theory]
    [InlineData(InvalidRowAction.Refuse)]
    [InlineData(InvalidRowAction.Skip)]
    public async Task Read_too_many_images_are_refused(InvalidRowAction action)
    {
        const string csv = Catalogue.Header + "1,a,https://a/1 https://a/1\n2,b,https://a/2 https://a/3\n";
        Assert.Equal(4, (await Catalogue.ReadAsync(csv, new CsvOptions { MaxImages = 4, OnInvalidRow = action })).Reader.Images);
        var refusal = await Catalogue.RefusalAsync(csv, new CsvOptions { MaxImages = 3, OnInvalidRow = action });
        Assert.Equal(SubmissionErrorCodes.CsvTooManyImages, refusal.Code);
    }

    [Fact]
    public async Task Read_longest_cell_is_accepted()
    {
        const string header = "SKU,Name,Images,Note\n";
        var note = new string('x', CatalogueParser.MaxCellLength);
        var catalogue = await Catalogue.ReadAsync($"{header}1,Lamp,https://a/1.jpg,{note}\n");
        Assert.Equal(note, catalogue.Products[0].Cells[3]);
        var refusal = await Catalogue.RefusalAsync($"{header}1,Lamp,https://a/1.jpg,{note}x\n");
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
    }

    [Fact]
    public async Task Read_1000_columns_are_accepted()
    {
        var header = "SKU,Name,Images" + string.Concat(Enumerable.Range(0, 997).Select(i => $",c{i}"));
        var catalogue = await Catalogue.ReadAsync($"{header}\n1,Lamp,https://a/1.jpg\n");
        Assert.Equal(1_000, catalogue.Products[0].Cells.Count);
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, (await Catalogue.RefusalAsync($"{header},c\n1,Lamp,https://a/1.jpg\n")).Code);
    }

    [Fact]
    public async Task Read_cancelled_gives_up()
    {
        using var cancellation = new CancellationTokenSource();
        var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,Lamp,https://a/1.jpg\n", 1_000)));
        var reader = new CatalogueReader(ChunkStream.Endless(Encoding.UTF8.GetBytes(Catalogue.Header), rows), new CsvOptions());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in reader.ReadPagesAsync(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
        Assert.InRange(reader.Products, 500, 5_000);
    }

    private static void AssertPlace(SubmissionException refusal, int row, string? column, string message)
    {
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.StartsWith($"Row {row} {message}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([new RowError(row, column, refusal.Code, refusal.Message)], refusal.Errors);
        Assert.Equal(1, refusal.ErrorCount);
    }
}
