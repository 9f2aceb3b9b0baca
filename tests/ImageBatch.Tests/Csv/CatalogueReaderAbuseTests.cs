using System.Text;
using ImageBatch.Client;

namespace ImageBatch.Tests.Csv;

/// <summary>Files made to cost more than they weigh: made while they are read, and refused before they cost it.</summary>
public class CatalogueReaderAbuseTests
{
    // What a row may have (2 Mi characters), and what is read ahead.
    private const int MostTaken = 3 << 20;

    // The longest record as characters, in a buffer that doubles as it grows, and the page of rows before it.
    private const long MostAllocated = 32L << 20;

    [Theory]
    [InlineData("1,\"", "x", "Row 3 has a cell of more than 262,144 characters at column 2 (Product Name). Is a quote not closed?")]
    [InlineData("1,\"", "\n", "Row 3 has a cell of more than 262,144 characters at column 2 (Product Name). Is a quote not closed?")]
    [InlineData("1,\"", "2,\"\"Rug\"\",https://a/2.jpg\n", "Row 3 has a cell of more than 262,144 characters at column 2 (Product Name).")]
    [InlineData("1,", "Lamp", "Row 3 has a cell of more than 262,144 characters at column 2 (Product Name).")]
    [InlineData("1,Lamp,", "https://a/1.jpg ", "Row 3 has a cell of more than 262,144 characters at column 3 (Input Image Urls).")]
    [InlineData("1,\"Lamp\",   ", "\u65E5", "Row 3 has a cell of more than 262,144 characters at column 3 (Input Image Urls).")]
    [InlineData("", ",", "Row 3 has more than 1,000 cells. Remove columns")]
    [InlineData("", "x,", "Row 3 has more than 1,000 cells. Remove columns")]
    [InlineData("", "\"\",", "Row 3 has more than 1,000 cells. Remove columns")]
    [InlineData("1,", " ", "Row 3 is longer than 524,288 characters at column 2 (Product Name). Is a quote not closed?")]
    [InlineData("", "\0", "Row 3 has a cell of more than 262,144 characters at column 1 (Serial Number).")]
    public async Task Read_endless_row_is_refused_early_with_its_place(string start, string repeated, string message)
    {
        var csv = Endless(Catalogue.Header + "\n" + start, repeated);
        var refusal = await CheapRefusalAsync(csv);
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SubmissionErrorCodes.CsvInvalid, refusal.Code);
        Assert.Equal(3, Assert.Single(refusal.Errors).Row);
        Assert.InRange(csv.Taken, 0, repeated == "\u65E5" ? 3 * MostTaken : MostTaken);
    }

    [Theory]
    [InlineData("column,", "Row 1 has more than 1,000 cells.")]
    [InlineData("column", "Row 1 has a cell of more than 262,144 characters at column 1.")]
    [InlineData("\"", "Row 1 has a cell of more than 262,144 characters at column 1.")]
    public async Task Read_endless_header_is_refused_early(string repeated, string message)
    {
        var csv = Endless("", repeated);
        var refusal = await CheapRefusalAsync(csv);
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.InRange(csv.Taken, 0, MostTaken);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData(",,\r\n")]
    [InlineData(",,https://a/1.jpg\n")]
    [InlineData("1,Lamp,nothing\n")]
    [InlineData("1,24\" lamp,https://a/1.jpg,a remark\n")]
    public async Task Read_endless_rows_that_give_nothing_end_with_the_bytes(string row)
    {
        var csv = Endless(Catalogue.Header, row);
        var refusal = await Assert.ThrowsAsync<SubmissionException>(() => Catalogue.ReadAsync(csv, new CsvOptions { MaxBytes = 8 << 20 }));
        Assert.Equal(SubmissionErrorCodes.CsvTooLarge, refusal.Code);
        Assert.InRange(csv.Taken, 8 << 20, 9 << 20);
    }

    [Fact]
    public async Task Read_cells_that_short_rows_leave_out_are_limited_as_if_they_were_there()
    {
        var header = "SKU,Name,Images" + string.Concat(Enumerable.Repeat(",", 996)) + ",last\n";
        var row = "1,Lamp,https://a/1.jpg\n";
        var options = new CsvOptions { MaxBytes = 10 * 997 };
        Assert.Equal(10, (await Catalogue.ReadAsync(header + string.Concat(Enumerable.Repeat(row, 10)), options)).Products.Count);
        var refusal = await Catalogue.RefusalAsync(header + string.Concat(Enumerable.Repeat(row, 11)), options);
        Assert.Equal(SubmissionErrorCodes.CsvTooLarge, refusal.Code);
        Assert.Contains("leave out", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_long_column_names_are_cut_where_they_are_repeated()
    {
        // Punctuation does not count, so that a name of any length is a known one.
        var name = "Name" + string.Concat(Enumerable.Repeat("\U0001F600", 1_000));
        var rows = string.Concat(Enumerable.Repeat("1,,https://a/1.jpg\n", 200));
        var refusal = await Catalogue.RefusalAsync($"SKU,{name},Images\n{rows}");
        Assert.Equal(100, refusal.Errors.Count);
        Assert.All(refusal.Errors, error => Assert.Equal(name[..100] + "…", error.Column));

        refusal = await Catalogue.RefusalAsync($"SKU,-{name},Images\n1,,https://a/1.jpg\n");
        Assert.Equal($"-{name[..98]}…", Assert.Single(refusal.Errors).Column);

        refusal = await Catalogue.RefusalAsync($"SKU,{name},Images,{name}\n1,Lamp,https://a/1.jpg\n");
        Assert.Equal(SubmissionErrorCodes.CsvDuplicateColumn, refusal.Code);
        Assert.InRange(refusal.Message.Length, 1, 500);

        refusal = await Catalogue.RefusalAsync($"SKU,{name},Images\n1,\0,https://a/1.jpg\n");
        Assert.InRange(refusal.Message.Length, 1, 500);
    }

    [Fact]
    public async Task Read_url_in_1000_pieces_is_not_copied_for_each()
    {
        var row = $"1,Lamp,https://a/{new string('x', 200_000)}{string.Concat(Enumerable.Repeat(",1", 990))}\n";
        var refusal = await CheapRefusalAsync(new MemoryStream(Encoding.UTF8.GetBytes(Catalogue.Header + row)));
        Assert.Equal(SubmissionErrorCodes.UrlTooLong, Assert.Single(refusal.Errors).Code);
    }

    private static async Task<SubmissionException> CheapRefusalAsync(Stream csv)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = Catalogue.ReadAsync(csv);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(reading.IsCompleted, "Another thread may have gone on: what it allocated was not counted.");
        Assert.InRange(allocated, 0, MostAllocated);
        return await Assert.ThrowsAsync<SubmissionException>(() => reading);
    }

    private static ChunkStream Endless(string start, string repeated)
    {
        var part = string.Concat(Enumerable.Repeat(repeated, 1 + (4_096 / repeated.Length)));
        return ChunkStream.Endless(Encoding.UTF8.GetBytes(start), Encoding.UTF8.GetBytes(part));
    }
}
