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
    [InlineData("1,\"Lamp,https://a/1.jpg\n2,Rug,https://a/2.jpg\n", 2)]
    [InlineData("1,Lamp,\"https://a/1.jpg", 2)]
    [InlineData("1,Lamp,\"https://a/1.jpg\"\"", 2)]
    [InlineData("1,Lamp,\"https://a/1.jpg\"\"\n", 2)]
    [InlineData("1,Lamp,\"", 2)]
    [InlineData("1,Lamp,https://a/1.jpg\n\n2,\"Rug\" red,https://a/2.jpg\n", 4)]
    [InlineData("1,Lamp,https://a/1.jpg\n2,\"Rug \"red\"\",https://a/2.jpg\n", 3)]
    [InlineData("1,Lamp,https://a/1.jpg\n2,\"Rug,https://a/2.jpg\n3,\"Mug\",https://a/3.jpg\n", 3)]
    public async Task Read_broken_quotes_are_refused_with_their_row(string rows, int row)
    {
        var refusal = await Catalogue.RefusalAsync(Catalogue.Header + rows);
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.StartsWith($"Row {row} ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_nul_is_refused_with_its_row()
    {
        var refusal = await Catalogue.RefusalAsync(Catalogue.Header + "1,Lamp,https://a/1.jpg\n2,R\0ug,https://a/2.jpg\n");
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.StartsWith("Row 3 has a NUL", refusal.Message, StringComparison.Ordinal);
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

    [Fact]
    public async Task Read_illegal_byte_is_refused_with_its_row()
    {
        byte[] csv = [.. Encoding.UTF8.GetBytes(Catalogue.Header + "1,Lämpchen,https://a/1.jpg\n2,L"), 0xE4, .. "mp,https://a/2.jpg\n"u8];
        Assert.StartsWith("Row 3 is not UTF-8", (await Catalogue.RefusalAsync(csv)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_too_many_bytes_are_refused_while_reading()
    {
        var bytes = Encoding.UTF8.GetBytes(Catalogue.Header + "1,Lamp,https://a/1.jpg\n");
        Assert.Single((await Catalogue.ReadAsync(new MemoryStream(bytes), new CsvOptions { MaxBytes = bytes.Length })).Products);
        var refusal = await Catalogue.RefusalAsync(bytes, new CsvOptions { MaxBytes = bytes.Length - 1 });
        Assert.Equal(SubmissionErrorCodes.CsvTooLarge, refusal.Code);

        var endless = new ChunkStream(Endless(bytes, bytes[Catalogue.Header.Length..]));
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

    [Theory]
    [InlineData("1,\"Lamp")]
    [InlineData("1,Lamp")]
    [InlineData("1,\"Lamp\",   ")]
    public async Task Read_endless_cell_is_refused_early(string start)
    {
        var csv = new ChunkStream(Endless(Encoding.UTF8.GetBytes(Catalogue.Header + "\n" + start), Encoding.UTF8.GetBytes(new string('x', 1_000))));
        var refusal = await Assert.ThrowsAsync<SubmissionException>(() => Catalogue.ReadAsync(csv));
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.StartsWith("Row 3 has a cell of more than 1,048,576", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(csv.Taken, 0, 3 << 20);
    }

    [Fact]
    public async Task Read_longest_cell_is_accepted()
    {
        var name = new string('x', CatalogueParser.MaxCellLength);
        var catalogue = await Catalogue.ReadAsync($"{Catalogue.Header}1,{name},https://a/1.jpg\n");
        Assert.Equal(name, catalogue.Products[0].Name);
        var refusal = await Catalogue.RefusalAsync($"{Catalogue.Header}1,{name}x,https://a/1.jpg\n");
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
    }

    [Theory]
    [InlineData(",", "has more than 1,000 cells")]
    [InlineData("x,", "has more than 1,000 cells")]
    [InlineData(" ", "is longer than 2,097,152 characters")]
    public async Task Read_endless_row_is_refused_early(string repeated, string message)
    {
        var part = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 500)));
        var csv = new ChunkStream(Endless(Encoding.UTF8.GetBytes(Catalogue.Header), part));
        var refusal = await Assert.ThrowsAsync<SubmissionException>(() => Catalogue.ReadAsync(csv));
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.Equal($"Row 2 {message}", refusal.Message[..($"Row 2 {message}").Length]);
        Assert.InRange(csv.Taken, 0, 3 << 20);
    }

    [Fact]
    public async Task Read_endless_header_is_refused_early()
    {
        var csv = new ChunkStream(Endless([], Encoding.UTF8.GetBytes("column,")));
        var refusal = await Assert.ThrowsAsync<SubmissionException>(() => Catalogue.ReadAsync(csv));
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.InRange(csv.Taken, 0, 1 << 20);
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
        var reader = new CatalogueReader(new ChunkStream(Endless(Encoding.UTF8.GetBytes(Catalogue.Header), rows)), new CsvOptions());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in reader.ReadPagesAsync(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
        Assert.InRange(reader.Products, 500, 5_000);
    }

    private static IEnumerable<byte[]> Endless(byte[] start, byte[] part)
    {
        yield return start;
        while (true)
        {
            yield return part;
        }
    }
}
