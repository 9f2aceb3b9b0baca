using System.IO.Compression;
using System.Text;
using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.Tests.Http;

/// <summary>Servers that lie about lengths, never end, or do not speak HTTP.</summary>
public sealed class HostileServerTests : DownloadTestBase
{
    private const int Bomb = 64 << 20;

    [Fact]
    public async Task Body_thatNeverEnds_isReadNoFurtherThanTheLimit()
    {
        var sent = 0L;
        var url = Server.Map("/endless", async context =>
        {
            var chunk = new byte[16_384];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                Interlocked.Add(ref sent, chunk.Length);

                // When nobody reads any more, what is written is thrown away until the server notices, and counts as well.
                await Task.Delay(1);
            }
        });

        await AssertFailsAsync(url, ImageErrorCodes.DownloadTooLarge);

        // What the system's buffers take on both sides comes on top.
        Assert.InRange(Interlocked.Read(ref sent), Limit, 32 << 20);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Body_thatIsABomb_isUnpackedNoFurtherThanTheLimit(string coding)
    {
        var packed = Pack(coding, new byte[Bomb]);
        Assert.InRange(packed.Length, 1, Limit);
        var url = Server.Map("/bomb", context =>
        {
            context.Response.Headers.ContentEncoding = coding;
            context.Response.ContentLength = packed.Length;
            return context.Response.Body.WriteAsync(packed).AsTask();
        });

        await AssertFailsAsync(url, ImageErrorCodes.DownloadTooLarge);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Body_thatIsNotPackedAsItSays_isTransient(string coding)
    {
        var url = Server.Map("/broken", context =>
        {
            context.Response.Headers.ContentEncoding = coding;
            return context.Response.Body.WriteAsync(TestImages.Bmp()).AsTask();
        });

        await AssertFailsAsync(url, ImageErrorCodes.DownloadConnection, transient: true);
    }

    [Fact]
    public async Task Body_longerThanItSays_endsWhereItSaysAndTheConnectionWithIt()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcdeHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");

        Assert.Equal("abcde", Encoding.Latin1.GetString(await Rig.DownloadAsync(server.Url)));
        Assert.Equal("abcde", Encoding.Latin1.GetString(await Rig.DownloadAsync(server.Url)));
        Assert.Equal(2, server.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabcde")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffffff\r\nabcde\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("")]
    public async Task Answer_thatIsNoWholeHttp_isTransient(string answer)
    {
        await using var server = new RawServer(answer);

        await AssertFailsAsync(server.Url, ImageErrorCodes.DownloadConnection, transient: true);
    }

    [Theory]
    [InlineData("100001")]
    [InlineData("2147483648")]
    [InlineData("9223372036854775807")]
    public async Task Length_aboveTheLimit_isRefusedBeforeAByteIsRead(string length)
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nabc");

        await AssertFailsAsync(server.Url, ImageErrorCodes.DownloadTooLarge);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("9223372036854775808")]
    [InlineData("5, 6")]
    [InlineData("five")]
    public async Task Length_thatIsNone_isNotBelieved(string length)
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{new string('a', Limit + 1)}");

        var exception = await Assert.ThrowsAsync<ImageException>(() => Rig.DownloadAsync(server.Url));

        Assert.Contains(exception.Code, (string[])[ImageErrorCodes.DownloadTooLarge, ImageErrorCodes.DownloadConnection]);
    }

    [Fact]
    public async Task Headers_thatNeverEnd_areCutOff()
    {
        await using var server = new RawServer(async (stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), token);
            while (true)
            {
                await stream.WriteAsync("X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"u8.ToArray(), token);
            }
        });

        await AssertFailsAsync(server.Url, ImageErrorCodes.DownloadConnection, transient: true);
    }

    [Fact]
    public async Task Interim_answersWithoutEnd_areCutOff()
    {
        await using var server = new RawServer(async (stream, token) =>
        {
            while (true)
            {
                await stream.WriteAsync("HTTP/1.1 103 Early Hints\r\n\r\n"u8.ToArray(), token);
            }
        });

        await AssertFailsAsync(server.Url, ImageErrorCodes.DownloadConnection, transient: true);
    }

    [Fact]
    public async Task Redirects_inACircle_areGivenUp()
    {
        foreach (var (path, to) in ((string, string)[])[("/1", "/2"), ("/2", "/1")])
        {
            Server.Map(path, context =>
            {
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = to;
                return Task.CompletedTask;
            });
        }

        await AssertFailsAsync(Server.Url("/1"), ImageErrorCodes.DownloadRedirect);

        Assert.Equal(6, Server.TotalHits);
    }

    [Fact]
    public async Task Redirect_withABodyThatNeverEnds_isFollowedWithoutReadingIt()
    {
        var image = TestImages.Bmp();
        Server.MapBytes("/there", image);
        var url = Server.Map("/away", async context =>
        {
            context.Response.Redirect("/there");
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[16_384], context.RequestAborted);
            }
        });

        Assert.Equal(image, await Rig.DownloadAsync(url));
    }

    private async Task AssertFailsAsync(string url, string code, bool transient = false)
    {
        var exception = await Assert.ThrowsAsync<ImageException>(() => Rig.DownloadAsync(url));
        Assert.Equal((code, transient), (exception.Code, exception.IsTransient));
    }

    private static byte[] Pack(string coding, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream packer = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
            _ => new BrotliStream(packed, CompressionLevel.Fastest),
        })
        {
            packer.Write(bytes);
        }

        return packed.ToArray();
    }
}
