using System.Diagnostics.Metrics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>What the meter of a host shows of the work on images.</summary>
public sealed class MetricsTests
{
    private const string Succeeded = "imagebatch.images {image} outcome=succeeded";

    [Fact]
    public async Task Meter_countsImagesByOutcome_theirBytes_andMeasuresStages()
    {
        await using var host = await EngineHost.StartAsync();
        using var meter = Read(host);
        var job = await host.SubmitAsync([Bmp(host, 1_000), Bmp(host, 2_000), host.Server.MapStatus("/gone", 404)]);
        await host.FinishedAsync(job.Id);

        Assert.Equal(2, meter.Sum(Succeeded));
        Assert.Equal(1, meter.Sum("imagebatch.images {image} outcome=failed error.type=download.status"));
        Assert.Equal((3_000, 1_500), (meter.Sum("imagebatch.bytes_in By"), meter.Sum("imagebatch.bytes_out By")));
        foreach (var (stage, times) in new[] { ("download", 3), ("compress", 2), ("save", 2) })
        {
            var durations = meter.Values($"imagebatch.stage.duration s stage={stage}");
            Assert.Equal(times, durations.Count);
            Assert.All(durations, duration => Assert.InRange(duration, double.Epsilon, 60));
        }
    }

    [Fact]
    public async Task Meter_countsTriesOfWebhooksByOutcome()
    {
        await using var host = await EngineHost.StartAsync();
        await using var receiver = await HookServer.StartAsync();
        receiver.Answer = (number, answer) => answer.StatusCode = number < 3 ? 503 : 204;
        using var meter = Read(host);
        await host.SubmitAsync([Bmp(host, 1_000)], receiver.Url);

        await Eventually.TrueAsync(() => meter.Sum("imagebatch.webhook.attempts {attempt} outcome=delivered") == 1, "the delivery");

        Assert.Equal(2, meter.Sum("imagebatch.webhook.attempts {attempt} outcome=failed"));
    }

    [Fact]
    public async Task Meter_countsDeliveriesThatTheQueueMadeBefore()
    {
        var saves = 0;
        await using var host = await EngineHost.StartAsync(services: services => Outage<IImageStore>.Wrap(services).Before =
            (method, _) => method == nameof(IImageStore.SaveAsync) && Interlocked.Increment(ref saves) <= 2);
        using var meter = Read(host);
        var job = await host.SubmitAsync([Bmp(host, 1_000), Bmp(host, 2_000), Bmp(host, 3_000)]);

        Assert.Equal(new ImageCounts(0, 3, 0, 0), (await host.FinishedAsync(job.Id)).Images);
        Assert.Equal(2, meter.Sum("imagebatch.queue.redeliveries {delivery}"));
    }

    [Fact]
    public async Task Meter_countsWhatTheBrokerDeliversAgain_becauseAConsumerWasLost()
    {
        await using var shared = new SharedPorts();
        var queue = BrokerQueue.AddTo();
        void AddPorts(IServiceCollection services)
        {
            shared.AddTo(services);
            queue(services);
        }

        await using var dispatcher = await EngineHost.StartAsync(services: AddPorts, roles: ImageBatchRoles.Dispatcher);
        var job = await dispatcher.SubmitAsync([Bmp(dispatcher, 1_000)]);
        await foreach (var _ in dispatcher.Get<IJobQueue>().ReceiveAsync(prefetch: 1))
        {
            break;
        }

        // From before the start of the node: the delivery may be the first thing that happens there.
        MeterReader? meter = null;
        await using var worker = await EngineHost.StartAsync(
            services: services =>
            {
                AddPorts(services);
                services.AddOptions<ImageBatchOptions>().Configure<IMeterFactory>((_, meters) => meter ??= new MeterReader(meters));
            },
            roles: ImageBatchRoles.Worker);
        await worker.FinishedAsync(job.Id);

        Assert.Equal(1, meter!.Sum("imagebatch.queue.redeliveries {delivery}"));
        meter.Dispose();
    }

    [Fact]
    public async Task Meter_ofOneHost_showsNothingOfAnother()
    {
        await using var busy = await EngineHost.StartAsync();
        await using var idle = await EngineHost.StartAsync();
        using var meter = Read(busy);
        using var other = Read(idle);
        var job = await busy.SubmitAsync([Bmp(busy, 1_000)]);
        await busy.FinishedAsync(job.Id);

        Assert.Equal((1, 0), (meter.Sum(Succeeded), other.Sum(Succeeded)));
        await Eventually.TrueAsync(() => other.Observe().Count == 3, "the gauges of the idle host");
    }

    private static MeterReader Read(EngineHost host) => new(host.Get<IMeterFactory>());

    private static string Bmp(EngineHost host, int length) => host.Server.MapBytes($"/{length}", TestImages.Bmp(length, length));
}
