using System.Net;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

public sealed class DownloadTests
{
    [Theory]
    [InlineData(4, 32, 3)]
    [InlineData(32, 3, 3)]
    public async Task Downloads_of_one_job_at_once_keep_to_its_part_of_the_host_and_to_the_slots(int hostCap, int slots, int most)
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.Http.MaxConnectionsPerHost = hostCap;
            options.Processing.DownloadSlots = slots;
        });
        var (now, seen, come) = (0, 0, 0);
        using var full = new SemaphoreSlim(0);
        var urls = Enumerable.Range(0, 60).Select(i => host.Server.Map($"/{i}", async context =>
        {
            var running = Interlocked.Increment(ref now);
            seen = Math.Max(seen, running);

            // As many as may be at once go on together: the number of all is a multiple of it.
            if (Interlocked.Increment(ref come) % most == 0)
            {
                full.Release(most);
            }

            await full.WaitAsync(context.RequestAborted);
            Interlocked.Decrement(ref now);
            await context.Response.Body.WriteAsync(TestImages.Bmp(200, i));
        }));

        var finished = await host.FinishedAsync((await host.SubmitAsync(urls)).Id);

        Assert.Equal(60, finished.Images.Succeeded);
        Assert.Equal(most, seen);
    }

    [Fact]
    public async Task Download_thatWaitsForAnotherTry_holdsNoSlotAndNoMemory()
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.Processing.DownloadSlots = 1;
            options.Http.RetryDelay = TimeSpan.FromMinutes(5);
            options.Http.MaxRetryDelay = TimeSpan.FromMinutes(5);
        });
        var waits = host.Server.MapStatus("/waits", (int)HttpStatusCode.ServiceUnavailable);

        var job = await host.SubmitAsync([waits, host.Server.MapBytes("/good", TestImages.Bmp())]);
        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Images.Succeeded == 1 ? job : null, "the other image");
        await Eventually.TrueAsync(() => host.Server.Hits("/waits") == 1, "the first try");

        Assert.Equal(0, host.Get<ImageBatch.Processing.ByteBudget>().Reserved);
        Assert.Equal(1, (await host.FindAsync(job.Id)).Images.Pending);
        await host.Client.CancelAsync(job.Id);
    }

    [Fact]
    public async Task Download_thatWaitsForItsHost_holdsNoSlot()
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.Processing.DownloadSlots = 3;
            options.Http.MaxConnectionsPerHost = 2;
        });
        var slow = Enumerable.Range(0, 10).Select(i => host.Server.MapSilence($"/slow-{i}"));
        var elsewhere = host.Server.MapBytes("/good", TestImages.Bmp()).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

        var job = await host.SubmitAsync(slow.Append(elsewhere));

        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Images.Succeeded == 1 ? job : null, "the image of the other host");
        await host.Client.CancelAsync(job.Id);
    }

    [Fact]
    public async Task Retry_afterAnotherCause_namesTheFirstOneToo()
    {
        await using var host = await EngineHost.StartAsync();
        var tries = 0;
        var url = host.Server.Map("/changing", context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref tries) == 1 ? 500 : 404;
            return Task.CompletedTask;
        });

        var job = await host.SubmitAsync([url]);
        await host.FinishedAsync(job.Id);

        var message = (await host.ImagesAsync(job.Id))[0].Error!.Message;
        Assert.Equal(2, tries);
        Assert.Contains("404", message, StringComparison.Ordinal);
        Assert.Contains("500", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_waitsAsLongAsTheServerAsks()
    {
        await using var host = await EngineHost.StartAsync(options => options.Http.MaxRetryDelay = TimeSpan.FromMilliseconds(300));
        var times = new List<DateTimeOffset>();
        var url = host.Server.Map("/later", async context =>
        {
            times.Add(DateTimeOffset.UtcNow);
            context.Response.StatusCode = times.Count == 1 ? 429 : 200;
            context.Response.Headers.RetryAfter = "3600";
            await context.Response.Body.WriteAsync(TestImages.Bmp());
        });

        await host.FinishedAsync((await host.SubmitAsync([url])).Id);

        // Asked for an hour, held to the longest wait; the usual wait of these tests is 5 ms.
        Assert.True(times[1] - times[0] >= TimeSpan.FromMilliseconds(250), $"{times[1] - times[0]}");
    }
}
