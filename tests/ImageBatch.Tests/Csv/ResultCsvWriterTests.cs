using System.Text;
using ImageBatch.Csv;
using ImageBatch.Model;

namespace ImageBatch.Tests.Csv;

public class ResultCsvWriterTests
{
    private static readonly ImageError NotFound = new(ImageErrorCodes.DownloadStatus, "The server answered 404.");

    [Fact]
    public async Task Write_adds_outputs_and_errors_to_the_input()
    {
        const string csv = "Serial Number,Product Name,Input Image Urls,Price\n"
            + "1,Lamp,\"https://a/0.jpg,https://a/1.jpg,https://a/2.jpg\",9.90\n"
            + "2,\"Rug, \"\"red\"\"\",https://a/3.jpg,\"two\nlines\"\n"
            + "3,Mug,https://a/4.jpg;https://a/5.jpg,\n";
        var result = await WriteAsync(csv, image => image.Index is 1 or 4 or 5
            ? image with { Status = ImageStatus.Failed, Error = NotFound }
            : Succeed(image));
        Assert.Equal(
            "Serial Number,Product Name,Input Image Urls,Price,Output Image Urls,Errors\r\n"
            + "1,Lamp,\"https://a/0.jpg,https://a/1.jpg,https://a/2.jpg\",9.90,\"http://out/0.jpg,,http://out/2.jpg\",2: download.status: The server answered 404.\r\n"
            + "2,\"Rug, \"\"red\"\"\",https://a/3.jpg,\"two\nlines\",http://out/3.jpg,\r\n"
            + "3,Mug,https://a/4.jpg;https://a/5.jpg,,\",\",1: download.status: The server answered 404.; 2: download.status: The server answered 404.\r\n",
            result);
    }

    [Fact]
    public async Task Write_cancelled_and_pending_images_say_so()
    {
        var result = await WriteAsync(
            Catalogue.Header + "1,Lamp,https://a/0 https://a/1 https://a/2\n",
            image => image with { Status = image.Index == 0 ? ImageStatus.Cancelled : image.Index == 1 ? ImageStatus.Pending : ImageStatus.Failed });
        Assert.EndsWith(",\",,\",1: cancelled; 2: pending; 3: failed\r\n", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_output_without_a_url_leaves_its_place_empty()
    {
        var result = await WriteAsync(Catalogue.Header + "1,Lamp,https://a/0 https://a/1\n", Succeed, urlOf: _ => null);
        Assert.EndsWith("https://a/0 https://a/1,\",\",\r\n", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ragged_row_comes_back_as_one_quoted_cell()
    {
        var result = await WriteAsync(Catalogue.Header + "1,SKU1,https://a/0.jpg,https://a/1.jpg\n", Succeed);
        Assert.EndsWith("1,SKU1,\"https://a/0.jpg,https://a/1.jpg\",\"http://out/0.jpg,http://out/1.jpg\",\r\n", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(';', "1;\"a;b\";https://a/0.jpg,https://a/1.jpg;http://out/0.jpg,http://out/1.jpg;\r\n")]
    [InlineData('\t', "1\ta;b\thttps://a/0.jpg,https://a/1.jpg\thttp://out/0.jpg,http://out/1.jpg\t\r\n")]
    public async Task Write_delimiter_is_the_input_s(char delimiter, string row)
    {
        var csv = "SKU,Name,Images\n1,\"a;b\",".Replace(',', delimiter) + "\"https://a/0.jpg,https://a/1.jpg\"\n";
        var result = await WriteAsync(csv, Succeed);
        Assert.StartsWith("SKU,Name,Images,Output Image Urls,Errors\r\n".Replace(',', delimiter), result, StringComparison.Ordinal);
        Assert.EndsWith(row, result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_names_that_the_input_has_get_a_number()
    {
        var result = await WriteAsync("SKU,Name,Images,ERRORS,Output Image Urls,Errors 2\n1,a,https://a/0\n", Succeed);
        Assert.StartsWith("SKU,Name,Images,ERRORS,Output Image Urls,Errors 2,Output Image Urls 2,Errors 3\r\n", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\"\t=1\"", "\"'\t'=1\"")]
    [InlineData("\"\r=1\"", "\"'\r'=1\"")]
    [InlineData("\"=HYPERLINK(\"\"http://x\"\",1)\"", "\"'=HYPERLINK(\"\"http://x\"\",1)\"")]
    [InlineData("\"\n=1\"", "\"'\n'=1\"")]
    [InlineData("\"\ttext\"", "\"'\ttext\"")]
    [InlineData("\"  =1\"", "\"  '=1\"")]
    [InlineData("\" \u00A0\u3000@a\"", "\" \u00A0\u3000'@a\"")]
    [InlineData("\"\"\"=1\"\"\"", "\"\"\"'=1\"\"\"")]
    [InlineData("\" \"\" =1\"", "\" \"\" '=1\"")]
    [InlineData("\uFEFF=1", "\"\uFEFF'=1\"")]
    [InlineData("\u200B\u0001-1", "\"\u200B\u0001'-1\"")]
    [InlineData("\u3164=1", "\"\u3164'=1\"")]
    [InlineData("\u2800=1", "\"\u2800'=1\"")]
    [InlineData("\u115F\u034F=1", "\"\u115F\u034F'=1\"")]
    [InlineData("\U000E0041=1", "\"\U000E0041'=1\"")]
    [InlineData("x;=HYPERLINK(1)", "\"x;'=HYPERLINK(1)\"")]
    [InlineData("\"x,=1\"", "\"x,'=1\"")]
    [InlineData("x\t=1", "\"x\t'=1\"")]
    [InlineData("x| \u3164+1|@a", "\"x| \u3164'+1|'@a\"")]
    [InlineData("\"x\n=1\"", "\"x\n'=1\"")]
    [InlineData("\"x;\"\"=1\"\"\"", "\"x;\"\"'=1\"\"\"")]
    [InlineData("x;y=1", "x;y=1")]
    [InlineData("\uD83D\uDE00=1", "\uD83D\uDE00=1")]
    [InlineData("\uFF1D1+1", "\"'\uFF1D1+1\"")]
    [InlineData("\uFF0B1", "\"'\uFF0B1\"")]
    [InlineData("\uFF0D1", "\"'\uFF0D1\"")]
    [InlineData("\uFF20a", "\"'\uFF20a\"")]
    [InlineData("-5", "\"'-5\"")]
    [InlineData("+49 30 1", "\"'+49 30 1\"")]
    [InlineData("5", "5")]
    [InlineData("1=1", "1=1")]
    [InlineData("a-b@c", "a-b@c")]
    [InlineData("'=1", "'=1")]
    [InlineData("https://a/?x=1+1", "https://a/?x=1+1")]
    [InlineData("\" \"", "\" \"")]
    public async Task Write_formula_is_neutralised(string cell, string expected)
    {
        var csv = $"SKU,Name,Note,Images\n1,a,{cell},https://a/0\n";
        var result = await WriteAsync(csv, Succeed);
        Assert.EndsWith($"1,a,{expected},https://a/0,http://out/0.jpg,\r\n", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_formula_in_the_header_and_the_name_is_neutralised()
    {
        var result = await WriteAsync("SKU,Name,Images,=cmd\n=1,@a,https://a/0\n", Succeed);
        Assert.Equal("SKU,Name,Images,\"'=cmd\",Output Image Urls,Errors\r\n\"'=1\",\"'@a\",https://a/0,,http://out/0.jpg,\r\n", result);
    }

    [Theory]
    [InlineData("=Note", "'=Note")]
    [InlineData("+Note", "'+Note")]
    [InlineData("-Note", "'-Note")]
    [InlineData("@Note", "'@Note")]
    [InlineData("\"\tNote\"", "'\tNote")]
    [InlineData("\"\rNote\"", "'\rNote")]
    [InlineData("\"  =Note\"", "  '=Note")]
    [InlineData("x;=Note", "x;'=Note")]
    public async Task Write_formula_in_the_header_is_neutralised(string name, string expected)
    {
        var result = await WriteAsync($"SKU,Name,{name},Images\n1,a,b,https://a/0\n", Succeed);
        Assert.StartsWith($"SKU,Name,\"{expected}\",Images,", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_formula_behind_a_second_byte_order_mark_is_neutralised()
    {
        // What a program takes for the mark of the result is the first cell's beginning.
        var result = await WriteAsync("\uFEFF\uFEFF=SKU,Name,Images\n1,a,https://a/0\n", Succeed);
        Assert.StartsWith("\"\uFEFF'=SKU\",Name,", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_formula_in_the_outputs_and_the_errors_is_neutralised()
    {
        var result = await WriteAsync(
            Catalogue.Header + "1,a,https://a/0\n2,b,https://a/1\n",
            image => image.Index == 0 ? Succeed(image) : image with { Status = ImageStatus.Failed, Error = new("x", "=1") },
            urlOf: _ => "=1");
        Assert.Contains("1,a,https://a/0,\"'=1\",\r\n", result, StringComparison.Ordinal);
        Assert.Contains("2,b,https://a/1,,1: x: =1\r\n", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_formula_stays_where_the_option_says_so()
    {
        var result = await WriteAsync(
            "SKU,Name,Note,Images\n1,a,=1+1,https://a/0\n", Succeed, options: new CsvOptions { NeutralizeFormulas = false });
        Assert.EndsWith("1,a,=1+1,https://a/0,http://out/0.jpg,\r\n", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_result_can_be_read_again()
    {
        var cells = new[] { "a,b", "a;b", "\"", "two\nlines", "two\r\nlines", "\r", " padded ", "ä 日本", "'quoted'", "" };
        var rows = Enumerable.Range(0, 1_300).Select(i => $"{i},p{i},\"{cells[i % cells.Length].Replace("\"", "\"\"", StringComparison.Ordinal)}\",https://a/{i},https://a/{i + 1}\n");
        var csv = "SKU,Name,Note,Images\n" + string.Concat(rows);
        var options = new CsvOptions { NeutralizeFormulas = false };
        var input = await Catalogue.ReadAsync(csv);
        var result = await Catalogue.ReadAsync(await WriteAsync(csv, Succeed, options: options));
        Assert.Equal(input.Products.Select(product => product.Cells), result.Products.Select(product => product.Cells.Take(4)));
        Assert.Equal(input.Products.Select(Catalogue.UrlsOf), result.Products.Select(Catalogue.UrlsOf));
        Assert.Equal(["SKU", "Name", "Note", "Images", "Output Image Urls", "Errors"], result.Reader.Header);
        Assert.Equal("http://out/2598.jpg,http://out/2599.jpg", result.Products[^1].Cells[4]);
    }

    [Fact]
    public async Task Write_reads_pages_and_writes_only_asynchronously()
    {
        var csv = Catalogue.Header + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i},p,https://a/{i} https://b/{i}\n"));
        var (job, store) = await JobAsync(csv, Succeed);
        var destination = new AsyncOnlyStream();
        await ResultCsvWriter.WriteAsync(destination, job, store, UrlOf, new CsvOptions(), CancellationToken.None);
        Assert.Equal(500, store.LargestLimit);
        Assert.Equal(3_001, Encoding.UTF8.GetString(destination.Written.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.NotEqual(0xEF, destination.Written.ToArray()[0]);
        Assert.True(destination.CanWrite);
    }

    [Fact]
    public async Task Write_job_deleted_meanwhile_is_no_whole_result()
    {
        var csv = Catalogue.Header + string.Concat(Enumerable.Range(0, 600).Select(i => $"{i},p,https://a/{i}\n"));
        for (var reads = 0; reads < 3; reads++)
        {
            var (job, store) = await JobAsync(csv, Succeed);
            var left = reads;
            store.AfterRead = () => store.IsDeleted = --left <= 0;
            store.IsDeleted = reads == 0;
            await Assert.ThrowsAsync<InvalidOperationException>(() => ResultCsvWriter.WriteAsync(
                Stream.Null, job, store, UrlOf, new CsvOptions(), CancellationToken.None));
        }
    }

    [Fact]
    public async Task Write_cancelled_gives_up()
    {
        var (job, store) = await JobAsync(Catalogue.Header + "1,p,https://a/1\n", Succeed);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ResultCsvWriter.WriteAsync(
            Stream.Null, job, store, UrlOf, new CsvOptions(), new CancellationToken(canceled: true)));
    }

    private static JobImage Succeed(JobImage image) =>
        image with { Status = ImageStatus.Succeeded, Output = new ImageOutput($"{image.Index}.jpg", 2, 1, Unchanged: false) };

    private static string? UrlOf(JobImage image) => $"http://out/{image.Output?.Name}";

    private static async Task<string> WriteAsync(
        string csv, Func<JobImage, JobImage> finish, Func<JobImage, string?>? urlOf = null, CsvOptions? options = null)
    {
        var (job, store) = await JobAsync(csv, finish);
        using var destination = new MemoryStream();
        await ResultCsvWriter.WriteAsync(destination, job, store, urlOf ?? UrlOf, options ?? new CsvOptions(), CancellationToken.None);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(destination.ToArray());
    }

    private static async Task<(Job Job, ReadOnlyJobStore Store)> JobAsync(string csv, Func<JobImage, JobImage> finish)
    {
        var catalogue = await Catalogue.ReadAsync(csv);
        var store = new ReadOnlyJobStore(catalogue.Products, finish);
        var job = new Job
        {
            Id = JobId.New(DateTimeOffset.UnixEpoch),
            Definition = new JobDefinition
            {
                Options = new CompressionOptions(),
                Header = catalogue.Reader.Header,
                Delimiter = catalogue.Reader.Delimiter,
                Products = catalogue.Reader.Products,
                Images = catalogue.Reader.Images,
                BodyHash = "",
            },
            Run = 1,
            Status = JobStatus.Completed,
            Images = new ImageCounts(0, store.Images, 0, 0),
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        return (job, store);
    }
}
