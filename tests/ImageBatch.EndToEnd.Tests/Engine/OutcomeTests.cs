using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

public sealed class OutcomeTests
{
    [Fact]
    public async Task Job_withOneImageOfEachKind_givesEachItsOwnOutcome()
    {
        await using var host = await EngineHost.StartAsync(options => options.Http.MaxTries = 3);
        var server = host.Server;
        var flaky = 0;
        var cases = new (string Url, string? Code)[]
        {
            (server.MapBytes("/good", TestImages.Bmp()), null),
            (server.Url("/missing"), ImageErrorCodes.DownloadStatus),
            (server.MapStatus("/gone", 410), ImageErrorCodes.DownloadStatus),
            (server.MapStatus("/broken", 503), ImageErrorCodes.DownloadStatus),
            (server.MapBytes("/page", "<!doctype html><html></html>"u8.ToArray()), ImageErrorCodes.ImageUnsupported),
            (server.MapBytes("/empty", []), ImageErrorCodes.ImageTruncated),
            (server.MapBytes("/short", TestImages.Bmp()[..20]), ImageErrorCodes.ImageTruncated),
            ("http://127.0.0.1:1/nobody", ImageErrorCodes.DownloadConnection),
            ("http://name.invalid/x.jpg", ImageErrorCodes.DownloadConnection),
            (server.Map("/breaks-off", async context =>
            {
                context.Response.ContentLength = 1_000;
                await context.Response.Body.WriteAsync(TestImages.Bmp().AsMemory(0, 500));
                await context.Response.Body.FlushAsync();
                context.Abort();
            }), ImageErrorCodes.DownloadConnection),
            (server.Map("/flaky", async context =>
            {
                context.Response.StatusCode = Interlocked.Increment(ref flaky) < 3 ? 500 : 200;
                await context.Response.Body.WriteAsync(TestImages.Bmp());
            }), null),
        };

        var job = await host.SubmitAsync(cases.Select(one => one.Url));
        var finished = await host.FinishedAsync(job.Id);

        var images = await host.ImagesAsync(job.Id);
        Assert.Equal(cases.Select(one => one.Code), images.Select(image => image.Error?.Code));
        Assert.Equal(2, finished.Images.Succeeded);
        Assert.Equal(9, finished.Images.Failed);
        Assert.Equal(JobStatus.Completed, finished.Status);
        Assert.Equal(2_000, finished.BytesIn);
        Assert.Equal(1_000, finished.BytesOut);
        Assert.Equal(1, server.Hits("/missing"));
        Assert.Equal(3, server.Hits("/broken"));
        Assert.Contains("404", images[1].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_withNothingThatSucceeds_isFailed()
    {
        await using var host = await EngineHost.StartAsync();

        var job = await host.SubmitAsync([host.Server.Url("/a"), host.Server.Url("/b")]);

        Assert.Equal(JobStatus.Failed, (await host.FinishedAsync(job.Id)).Status);
    }

    [Fact]
    public async Task Codec_thatThrowsAnything_failsThatImageAlone()
    {
        await using var host = await EngineHost.StartAsync();
        host.Codec.OnCompress = (input, _) =>
        {
            if (input.Length == 666)
            {
                throw new InvalidOperationException("boom");
            }
        };
        var urls = Enumerable.Range(0, 20).Select(i =>
            host.Server.MapBytes($"/{i}", TestImages.Bmp(i == 7 ? 666 : 1_000, i)));

        var finished = await host.FinishedAsync((await host.SubmitAsync(urls)).Id);

        Assert.Equal(19, finished.Images.Succeeded);
        var failed = Assert.Single(await host.ImagesAsync(finished.Id), image => image.Status == ImageStatus.Failed);
        Assert.Equal((7, ImageErrorCodes.CodecFailed), (failed.Index, failed.Error!.Code));
        Assert.DoesNotContain("boom", failed.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codec_thatIgnoresItsDeadline_failsItsImageAndKeepsOnlyItsSlot()
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.Processing.CompressionSlots = 2;
            options.Processing.CompressionTimeout = TimeSpan.FromMilliseconds(200);
        });
        using var release = new ManualResetEventSlim();
        host.Codec.OnCompress = (input, _) =>
        {
            if (input.Length == 666)
            {
                release.Wait(CancellationToken.None);
            }
        };
        var urls = Enumerable.Range(0, 10).Select(i =>
            host.Server.MapBytes($"/{i}", TestImages.Bmp(i == 0 ? 666 : 1_000, i)));

        var finished = await host.FinishedAsync((await host.SubmitAsync(urls)).Id);
        var images = await host.ImagesAsync(finished.Id);
        var reserved = host.Get<ImageBatch.Processing.ByteBudget>().Reserved;
        release.Set();

        Assert.Equal(ImageErrorCodes.ImageTimeout, images[0].Error?.Code);
        Assert.Equal(9, finished.Images.Succeeded);
        Assert.True(reserved > 0, "The overdue codec's memory is still counted.");
        await Eventually.TrueAsync(() => host.Get<ImageBatch.Processing.ByteBudget>().Reserved == 0, "the memory to come back");
    }

    [Fact]
    public async Task Header_withTooManyPixels_failsBeforeAnyCodecIsAsked()
    {
        await using var host = await EngineHost.StartAsync(options => options.Processing.MaxSide = 1_000);
        var bytes = TestImages.Bmp();
        bytes[18] = 0xE9;
        bytes[19] = 0x03;

        var job = await host.SubmitAsync([host.Server.MapBytes("/wide", bytes)]);
        await host.FinishedAsync(job.Id);

        Assert.Equal(ImageErrorCodes.ImageTooManyPixels, (await host.ImagesAsync(job.Id))[0].Error?.Code);
    }

    [Fact]
    public async Task Codec_thatNeedsTooMuchMemory_isNotRun()
    {
        await using var host = await EngineHost.StartAsync();
        host.Codec.WorkingBytes = 513L << 20;

        var job = await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp())]);
        await host.FinishedAsync(job.Id);

        Assert.Equal(ImageErrorCodes.ImageTooManyPixels, (await host.ImagesAsync(job.Id))[0].Error?.Code);
    }
}
