using System.Net.Sockets;
using System.Text;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Http;

/// <summary>Uploads that are sent but for their end, and then held open.</summary>
public sealed class HeldUploadTests
{
    private const string Csv = "Serial Number,Product Name,Input Image Urls\n1,Mug,http://host.test/a.jpg\n";

    [Theory]
    [InlineData("")]
    [InlineData("?dry_run=true")]
    public async Task Upload_beyond_those_read_at_once_is_refused_until_one_has_ended(string query)
    {
        await using var host = await ApiHost.StartAsync(options => options.Csv.MaxConcurrentUploads = 4);
        using var first = await HoldAsync(host, query);
        using var second = await HoldAsync(host, query);

        // Both come from one address, which has half of the places.
        foreach (var path in new[] { "/api/upload", "/image_process/upload?dry_run=true" })
        {
            using var refused = await host.UploadTextAsync(path, Csv);
            await BadInputTests.AssertProblemAsync(refused, 503, "upload.busy");
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        }

        first.Close();
        await Eventually.TrueAsync(
            () => host.UploadTextAsync("/api/upload", Csv).GetAwaiter().GetResult().StatusCode == System.Net.HttpStatusCode.Accepted,
            "the place to be given back");
    }

    [Fact]
    public async Task Upload_that_does_not_end_is_ended_and_leaves_nothing()
    {
        await using var host = await ApiHost.StartAsync(options => options.Csv.UploadTimeout = TimeSpan.FromMilliseconds(300));
        using var held = await HoldAsync(host, "");
        using var dry = await HoldAsync(host, "?dry_run=true");
        foreach (var socket in new[] { held, dry })
        {
            using var reader = new StreamReader(socket.GetStream(), Encoding.UTF8);
            Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync());
            Assert.Contains("\"upload.too_slow\"", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }

        await BadInputTests.AssertNothingStoredAsync(host);
    }

    /// <summary>Sends an upload but for its end, once the server has begun to read it.</summary>
    private static async Task<TcpClient> HoldAsync(ApiHost host, string query)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(host.Http.BaseAddress!.Host, host.Http.BaseAddress.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/upload{query} HTTP/1.1\r\nHost: {host.Http.BaseAddress.Authority}\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n"));
        var answer = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
        await stream.ReadExactlyAsync(answer);
        Assert.StartsWith("HTTP/1.1 100 ", Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Csv));
        return socket;
    }
}
