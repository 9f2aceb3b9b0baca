using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>Receivers that are silent or broken, and the others that they must not delay.</summary>
public sealed class WebhookFairnessTests
{
    [Fact]
    public async Task Deliveries_to_a_silent_receiver_delay_no_other()
    {
        await using var host = await EngineHost.StartAsync();
        await using var silent = await ImageServer.StartAsync();
        await using var receiver = await HookServer.StartAsync();
        var silence = silent.MapSilence("/hook");
        for (var i = 0; i < 100; i++)
        {
            await host.SubmitAsync([host.Server.Url("/missing")], silence);
        }

        // As many as a host has at once that never answered, and then none of the others.
        await Eventually.TrueAsync(() => silent.Hits("/hook") == 1, "the place of the silent receiver");
        var good = await host.SubmitAsync([host.Server.Url("/missing")], receiver.Url);

        await Eventually.TrueAsync(() => receiver.Hooks.Count == 1, "the good one", seconds: 10);
        Assert.Equal(WebhookDelivery.IdOf(good.Id, 1), receiver.Hooks[0].Id);
        Assert.Equal(1, silent.Hits("/hook"));
    }

    [Fact]
    public async Task Deliveries_to_many_silent_receivers_at_one_address_delay_no_other_there()
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.Webhooks.Concurrency = 4;
            options.Webhooks.TryTimeout = TimeSpan.FromMinutes(5);
        });
        await using var receiver = await HookServer.StartAsync();
        var silent = new List<ImageServer>();
        for (var i = 0; i < 12; i++)
        {
            silent.Add(await ImageServer.StartAsync());
            await host.SubmitAsync([host.Server.Url("/missing")], silent[i].MapSilence("/hook"));
        }

        await host.SubmitAsync([host.Server.Url("/missing")], receiver.Url);

        await Eventually.TrueAsync(() => receiver.Hooks.Count == 1, "the good one");
        Assert.InRange(silent.Sum(server => server.Hits("/hook")), 4, 12);
        foreach (var server in silent)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Deliveries_to_a_receiver_that_keeps_failing_wait_and_others_do_not()
    {
        // A pause that outlasts the test: what comes after it is not the question.
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.Http.BreakAfter = 3;
            options.Http.BreakDuration = TimeSpan.FromMinutes(10);
            options.Http.MaxConnectionsPerHost = 1;
        });
        await using var broken = await ImageServer.StartAsync();
        await using var receiver = await HookServer.StartAsync();
        var failing = broken.MapStatus("/hook", 503);
        for (var i = 0; i < 300; i++)
        {
            await host.SubmitAsync([host.Server.Url("/missing")], failing);
        }

        await Eventually.TrueAsync(() => broken.Hits("/hook") == 3, "the failures");
        for (var i = 0; i < 20; i++)
        {
            await host.SubmitAsync([host.Server.Url("/missing")], receiver.Url);
        }

        await Eventually.TrueAsync(() => receiver.Hooks.Count == 20, "the good ones", seconds: 20);
        Assert.Equal(3, broken.Hits("/hook"));
    }

    [Fact]
    public async Task Deliveries_that_a_receiver_refuses_do_not_pause_it()
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.Http.BreakAfter = 1;
            options.Http.BreakDuration = TimeSpan.FromMinutes(10);
        });
        await using var receiver = await HookServer.StartAsync();
        receiver.Answer = (_, response) => response.StatusCode = 404;

        for (var i = 0; i < 5; i++)
        {
            await host.SubmitAsync([host.Server.Url("/missing")], receiver.Url);
        }

        await Eventually.TrueAsync(() => receiver.Hooks.Count == 15, "three tries of each");
    }
}
