using System.IO.Compression;
using System.Net;
using ImageBatch.Model;
using ImageBatch.Processing;
using ImageBatch.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Http;

public sealed class HttpImageSourceTests : DownloadTestBase
{
    [Fact]
    public async Task DownloadAsync_withALength_readsTheBody()
    {
        var body = TestImages.Bmp(50_000, 3);

        Assert.Equal(body, await DownloadAsync(Server.MapBytes("/a", body)));
    }

    [Fact]
    public async Task DownloadAsync_withoutALength_readsTheBody()
    {
        var body = TestImages.Bmp(Limit, 4);

        Assert.Equal(body, await DownloadAsync(Server.Map("/a", context => context.Response.Body.WriteAsync(body).AsTask())));
    }

    [Fact]
    public async Task DownloadAsync_ofAGzippedBody_countsWhatComesOut()
    {
        var url = Server.Map("/bomb", async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(new byte[10 * Limit]);
        });

        var exception = await Assert.ThrowsAsync<ImageException>(() => DownloadAsync(url));

        Assert.Equal(ImageErrorCodes.DownloadTooLarge, exception.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DownloadAsync_ofATooLargeBody_isRefused(bool lengthIsKnown)
    {
        var url = Server.Map("/large", async context =>
        {
            context.Response.ContentLength = lengthIsKnown ? Limit + 1 : null;
            await context.Response.Body.WriteAsync(new byte[Limit + 1], context.RequestAborted);
        });

        var exception = await Assert.ThrowsAsync<ImageException>(() => DownloadAsync(url));

        Assert.Equal((ImageErrorCodes.DownloadTooLarge, false), (exception.Code, exception.IsTransient));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task DownloadAsync_ofAStatus_saysWhetherAnotherTryMayHelp(int status, bool transient)
    {
        var exception = await Assert.ThrowsAsync<ImageException>(() => DownloadAsync(Server.MapStatus("/x", status)));

        Assert.Equal((ImageErrorCodes.DownloadStatus, transient), (exception.Code, exception.IsTransient));
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_of503_reportsRetryAfter()
    {
        var url = Server.Map("/later", context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "17";
            return Task.CompletedTask;
        });

        var exception = await Assert.ThrowsAsync<ImageException>(() => DownloadAsync(url));

        Assert.Equal(TimeSpan.FromSeconds(17), exception.RetryAfter);
    }

    [Fact]
    public async Task DownloadAsync_ofAServerThatNeverAnswers_timesOut()
    {
        var download = DownloadAsync(Server.MapSilence("/silent"));
        await Eventually.TrueAsync(() => Server.Hits("/silent") == 1, "the request");

        await AssertTimeoutAsync(download, Options.Http.HeadersTimeout);
    }

    [Fact]
    public async Task DownloadAsync_of_a_body_that_trickles_is_given_up_as_too_slow()
    {
        var url = Server.Map("/trickles", async context =>
        {
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            await Hang.UntilAsync(context.RequestAborted);
        });

        var download = DownloadAsync(url);
        while (await Clock.WaitedOnAsync() != Options.Http.RateGrace)
        {
            await Task.Yield();
        }

        Clock.Advance(Options.Http.RateGrace);
        var exception = await Assert.ThrowsAsync<ImageException>(() => download);

        Assert.Equal((ImageErrorCodes.DownloadTooSlow, true), (exception.Code, exception.IsTransient));
        Assert.Contains("2,048 bytes a second for 5 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_ofABodyThatStops_timesOut()
    {
        Options.Http.MinBytesPerSecond = 0;
        Options.Http.IdleTimeout = Options.Http.HeadersTimeout / 2;
        var url = Server.Map("/stops", async context =>
        {
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            await Hang.UntilAsync(context.RequestAborted);
        });

        var download = DownloadAsync(url);
        while (await Clock.WaitedOnAsync() != Options.Http.IdleTimeout)
        {
            await Task.Yield();
        }

        await AssertTimeoutAsync(download, Options.Http.IdleTimeout);
    }

    [Fact]
    public async Task DownloadAsync_ofABodyThatTrickles_timesOutInAll()
    {
        Options.Http.IdleTimeout = TimeSpan.FromDays(1);
        var url = Server.Map("/trickles", async context =>
        {
            while (true)
            {
                await context.Response.Body.WriteAsync(new byte[1], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                Clock.Advance(Options.Http.TryTimeout / 100);
            }
        });

        await AssertTimeoutAsync(DownloadAsync(url), TimeSpan.Zero);
    }

    [Fact]
    public async Task DownloadAsync_ofABodyThatBreaksOff_isTransient()
    {
        var url = Server.Map("/breaks", async context =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        var exception = await Assert.ThrowsAsync<ImageException>(() => DownloadAsync(url));

        Assert.Equal((ImageErrorCodes.DownloadConnection, true), (exception.Code, exception.IsTransient));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task DownloadAsync_ofRedirects_followsFive(int hops, bool arrives)
    {
        var body = TestImages.Bmp();
        Server.MapBytes("/0", body);
        for (var i = 1; i <= hops; i++)
        {
            Redirect($"/{i}", $"/{i - 1}");
        }

        var download = DownloadAsync(Server.Url($"/{hops}"));

        if (arrives)
        {
            Assert.Equal(body, await download);
        }
        else
        {
            Assert.Equal(ImageErrorCodes.DownloadRedirect, (await Assert.ThrowsAsync<ImageException>(() => download)).Code);
        }
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://one.test/a")]
    [InlineData("http://user:secret@one.test/a")]
    [InlineData(null)]
    public async Task DownloadAsync_ofARedirectThatLeadsNowhereLegal_isRefused(string? location)
    {
        Redirect("/away", location);

        var exception = await Assert.ThrowsAsync<ImageException>(() => DownloadAsync(Server.Url("/away")));

        Assert.Equal((ImageErrorCodes.DownloadRedirect, false), (exception.Code, exception.IsTransient));
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_cancelledByTheCaller_isCancelled()
    {
        using var stop = new CancellationTokenSource();
        var url = Server.Map("/silent", async context =>
        {
            await stop.CancelAsync();
            await Hang.UntilAsync(context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DownloadAsync(url, stop.Token));
    }

    [Fact]
    public async Task DownloadAsync_waitingForMemory_isNotHeldAgainstTheServer()
    {
        using var budget = new ByteBudget(1 << 20, new FakeTimeProvider());
        var job = new JobId(Guid.NewGuid());
        var blocker = budget.Count(job, 1 << 20);
        var body = TestImages.Bmp(5_000);
        using var buffer = new DownloadBuffer(budget, job, Limit);

        var download = Rig.Source.DownloadAsync(new Uri(Server.MapBytes("/a", body)), buffer, CancellationToken.None);
        await Eventually.TrueAsync(() => Server.Hits("/a") == 1 && !Clock.IsWaitedOn, "the download to wait for memory");
        Clock.Advance(2 * Options.Http.TryTimeout);
        Assert.False(download.IsCompleted);
        blocker.Dispose();
        await download;

        Assert.Equal(body, buffer.Content.ToArray());
    }

    private void Redirect(string path, string? location) => Server.Map(path, context =>
    {
        context.Response.StatusCode = (int)HttpStatusCode.Found;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    });

    /// <summary>Asserts that a download that is under way ends for want of time, once so much has passed.</summary>
    private async Task AssertTimeoutAsync(Task download, TimeSpan timeout)
    {
        Clock.Advance(timeout);
        var exception = await Assert.ThrowsAsync<ImageException>(() => download);
        Assert.Equal((ImageErrorCodes.DownloadTimeout, true), (exception.Code, exception.IsTransient));
    }

    private Task<byte[]> DownloadAsync(string url, CancellationToken cancellationToken = default) =>
        Rig.DownloadAsync(url, cancellationToken);
}
