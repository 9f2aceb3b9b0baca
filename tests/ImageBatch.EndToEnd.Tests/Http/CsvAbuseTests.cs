using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace ImageBatch.EndToEnd.Tests.Http;

/// <summary>Uploads made to cost: refused with their place, and before they are sent to their end.</summary>
public sealed class CsvAbuseTests
{
    private const string Header = "Serial Number,Product Name,Input Image Urls\n";
    private const string Row = "1,Mug,http://host.test/a.jpg\n";

    public static TheoryData<byte[], int, string?> Files => new()
    {
        { Encoding.UTF8.GetBytes(Header + Row + "2,\"Mug,http://host.test/a.jpg\n"), 3, "Product Name" },
        { Encoding.UTF8.GetBytes(Header + Row + "2,M\0ug,http://host.test/a.jpg\n"), 3, "Product Name" },
        { Encoding.UTF8.GetBytes(Header + Row + "2,Mug,http://host.test/a.jpg\0\n"), 3, "Input Image Urls" },
        { Encoding.UTF8.GetBytes(Header + Row + new string(',', 1_000_000)), 3, null },
        { Encoding.Latin1.GetBytes(Header + Row + "2,K\u00E4se,http://host.test/a.jpg\n"), 3, "Product Name" },
        { [.. Encoding.UTF8.GetBytes(Header + "1,K\u00E4se,http://host.test/a.jpg\n"), .. Encoding.Unicode.GetBytes(Row)], 3, "Serial Number" },
        { Encoding.Unicode.GetBytes(Header + Row), 1, null },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Upload_thatIsNoCsvSomewhere_isRefusedWithItsPlace(byte[] file, int row, string? column)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await PostFileAsync(host, file);
        var error = Assert.Single((await ApiHost.JsonAsync(answer)).GetProperty("errors").EnumerateArray());

        Assert.Equal(row, error.GetProperty("row").GetInt32());
        Assert.Equal(column, error.TryGetProperty("column", out var name) ? name.GetString() : null);
        Assert.Equal("csv.invalid", error.GetProperty("code").GetString());
        await BadInputTests.AssertProblemAsync(answer, 400, "csv.invalid");
        await BadInputTests.AssertNothingStoredAsync(host);
    }

    [Fact]
    public async Task Upload_ofACompressedOrUtf16File_saysWhatToDo()
    {
        await using var host = await ApiHost.StartAsync();
        (byte[] File, string Advice)[] files =
        [
            (Zip(Encoding.UTF8.GetBytes(Header + Row)), "Upload the CSV itself"),
            ([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Header + Row)], "CSV UTF-8"),
            ([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Header + Row)], "CSV UTF-8"),
        ];
        foreach (var (file, advice) in files)
        {
            using var answer = await PostFileAsync(host, file);
            Assert.Contains(advice, (await ApiHost.JsonAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
            await BadInputTests.AssertProblemAsync(answer, 400, "csv.invalid");
        }

        await BadInputTests.AssertNothingStoredAsync(host);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task Upload_withAContentCoding_isRefused(string coding)
    {
        await using var host = await ApiHost.StartAsync();
        using var body = new ByteArrayContent(Zip(Encoding.UTF8.GetBytes(Header + Row)));
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        body.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        using var answer = await host.Http.PostAsync("/api/upload", body);

        await BadInputTests.AssertProblemAsync(answer, 415, "request.unsupported_media_type");
        await BadInputTests.AssertNothingStoredAsync(host);
    }

    [Theory]
    [InlineData(Header + "1,\"", "never closed ", "Row 2 has a cell of more than 262,144 characters at column 2 (Product Name)")]
    [InlineData(Header, "1,", "Row 2 has more than 1,000 cells")]
    [InlineData("", "\"column\",", "Row 1 has more than 1,000 cells")]
    public async Task Upload_ofARowOf1Gigabyte_isRefusedBeforeItIsSent(string start, string repeated, string message)
    {
        await using var host = await ApiHost.StartAsync();

        var (answer, sent) = await SendUntilAnsweredAsync(host, start, repeated, most: 1L << 30);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains(message, answer, StringComparison.Ordinal);
        Assert.InRange(sent, 1, 1L << 27);
        await BadInputTests.AssertNothingStoredAsync(host);
    }

    private static Task<HttpResponseMessage> PostFileAsync(ApiHost host, byte[] file) =>
        host.Http.PostAsync("/api/upload", new MultipartFormDataContent { { new ByteArrayContent(file), "file", "catalogue.csv" } });

    private static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return zipped.ToArray();
    }

    /// <summary>Sends a body in chunks that are made on the way, and stops as soon as an answer comes.</summary>
    private static async Task<(string Answer, long Sent)> SendUntilAnsweredAsync(ApiHost host, string start, string repeated, long most)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Http.BaseAddress!.Host, host.Http.BaseAddress.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync("POST /api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        await stream.WriteAsync(start.Length == 0 ? [] : Chunk(start));
        var chunk = Chunk(string.Concat(Enumerable.Repeat(repeated, 65_536 / repeated.Length)));
        using var reader = new StreamReader(stream, Encoding.UTF8, false, 1_024, leaveOpen: true);
        var reading = ReadProblemAsync(reader);
        long sent = 0;
        for (; sent < most && !reading.IsCompleted; sent += chunk.Length)
        {
            await stream.WriteAsync(chunk);
        }

        return (await reading, sent);
    }

    private static async Task<string> ReadProblemAsync(StreamReader reader)
    {
        var answer = new StringBuilder();
        var buffer = new char[1_024];
        while (!answer.ToString().Contains('}') && await reader.ReadAsync(buffer) is > 0 and var read)
        {
            answer.Append(buffer, 0, read);
        }

        return answer.ToString();
    }

    private static byte[] Chunk(string text) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n"));
}
