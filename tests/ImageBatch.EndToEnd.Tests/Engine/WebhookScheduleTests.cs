using System.Globalization;
using System.Text;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;
using ImageBatch.Testing;
using ImageBatch.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>Deliveries over days, on a clock that the test moves.</summary>
public sealed class WebhookScheduleTests : IAsyncLifetime
{
    private const string OldSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string NewSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazfgUQ7S0f8=";

    private readonly FakeTimeProvider _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;
    private HookServer _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await HookServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Delivery_answeredWith500ForDays_failsAfterTenTriesSpacedAsTheScheduleSays()
    {
        await using var host = await StartAsync();
        _receiver.Answer = (_, response) => response.StatusCode = 500;
        var start = _clock.GetUtcNow();
        var job = await host.SubmitAsync([host.Server.Url("/missing")], _receiver.Url);

        for (var tries = 1; tries < 10; tries++)
        {
            var webhook = await TriedAsync(host, job.Id, tries);
            var wait = webhook.NextAttemptAt!.Value - _clock.GetUtcNow();
            Assert.InRange(wait, RetrySchedule.Default[tries], RetrySchedule.Default[tries] * 1.1);
            Assert.Equal((WebhookState.Pending, 500), (webhook.State, webhook.LastStatus));

            _clock.Advance(wait - TimeSpan.FromSeconds(1));
            await PolledAsync(host);
            Assert.Equal(tries, _receiver.Hooks.Count);
            _clock.Advance(TimeSpan.FromSeconds(1));
            await PolledAsync(host);
        }

        var last = await TriedAsync(host, job.Id, 10);
        var took = _clock.GetUtcNow() - start;
        _clock.Advance(TimeSpan.FromDays(10));
        await PolledAsync(host);

        Assert.Equal((WebhookState.Failed, 500, null), (last.State, last.LastStatus, last.NextAttemptAt));
        Assert.InRange(took, new TimeSpan(75, 35, 5), new TimeSpan(75, 35, 5) * 1.1);
        Assert.Equal(10, _receiver.Hooks.Count);
        Assert.Single(_receiver.Hooks.Select(hook => (hook.Id, hook.Body)).Distinct());
        Assert.Equal(10, _receiver.Hooks.Select(hook => hook.Timestamp).Distinct().Count());
    }

    [Theory]
    [InlineData(429, false)]
    [InlineData(503, true)]
    public async Task Delivery_toldToComeLater_comesThen(int status, bool asDate)
    {
        await using var host = await StartAsync();
        var later = _clock.GetUtcNow().AddHours(1);
        _receiver.Answer = (call, response) =>
        {
            if (call == 1)
            {
                response.StatusCode = status;
                response.Headers.RetryAfter = asDate
                    ? later.ToString("R", CultureInfo.InvariantCulture)
                    : "3600";
            }
        };
        var job = await host.SubmitAsync([host.Server.Url("/missing")], _receiver.Url);

        var first = await TriedAsync(host, job.Id, 1);
        _clock.Advance(TimeSpan.FromMinutes(59));
        await PolledAsync(host);
        Assert.Single(_receiver.Hooks);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await PolledAsync(host);
        var second = await TriedAsync(host, job.Id, 2);

        Assert.Equal((status, later), (first.LastStatus, first.NextAttemptAt));
        Assert.Equal((WebhookState.Delivered, 204), (second.State, second.LastStatus));
    }

    [Fact]
    public async Task Delivery_whoseHostStartsAnew_goesOnInTheMiddleOfItsSchedule()
    {
        _receiver.Answer = (call, response) => response.StatusCode = call < 4 ? 503 : 204;
        JobId id;
        JobWebhook before;
        await using (var host = await StartAsync())
        {
            id = (await host.SubmitAsync([host.Server.Url("/missing")], _receiver.Url)).Id;
            await AdvanceToAsync(host, id, tries: 1);
            await AdvanceToAsync(host, id, tries: 2);
            before = await TriedAsync(host, id, 3);
        }

        _clock.Advance(TimeSpan.FromMinutes(10));
        await using var restarted = await StartAsync();
        await PolledAsync(restarted);
        var after = (await restarted.FindAsync(id)).Webhook;
        Assert.Equal(before, after);
        Assert.Equal(3, _receiver.Hooks.Count);
        await AdvanceToAsync(restarted, id, tries: 3);
        var done = await TriedAsync(restarted, id, 4);

        Assert.Equal(WebhookState.Delivered, done.State);
        Assert.Single(_receiver.Hooks.Select(hook => (hook.Id, hook.Body)).Distinct());
    }

    [Fact]
    public async Task Delivery_whileItsSecretIsReplaced_isSignedForReceiversOfBoth()
    {
        _receiver.Answer = (call, response) => response.StatusCode = call < 3 ? 503 : 204;
        JobId id;
        await using (var host = await StartAsync(OldSecret))
        {
            id = (await host.SubmitAsync([host.Server.Url("/missing")], _receiver.Url)).Id;
            await AdvanceToAsync(host, id, tries: 1);
            await TriedAsync(host, id, 2);
        }

        await using var restarted = await StartAsync(NewSecret, OldSecret);
        await AdvanceToAsync(restarted, id, tries: 2);
        await TriedAsync(restarted, id, 3);

        var (first, second, third) = (_receiver.Hooks[0], _receiver.Hooks[1], _receiver.Hooks[2]);
        Assert.Equal(WebhookVerification.Valid, Verify(third, OldSecret));
        Assert.Equal(WebhookVerification.Valid, Verify(third, NewSecret));
        Assert.Equal(2, third.Signature!.Split(' ').Length);
        Assert.Equal(WebhookVerification.Valid, Verify(second, OldSecret));
        Assert.Equal(WebhookVerification.NoMatchingSignature, Verify(second, NewSecret));
        Assert.Equal(WebhookVerification.Valid, Verify(first, OldSecret));
        Assert.NotEqual(first.Signature, second.Signature);
    }

    /// <summary>Judges a delivery, which may have come some tries ago.</summary>
    private WebhookVerification Verify(HookServer.Hook hook, string secret) =>
        new WebhookVerifier([secret], _clock) { Tolerance = TimeSpan.FromHours(1) }.Verify(
            hook.Id, hook.Timestamp, hook.Signature, Encoding.UTF8.GetBytes(hook.Body));

    private Task<EngineHost> StartAsync(params string[] secrets) => EngineHost.StartAsync(
        options =>
        {
            options.Webhooks.RetrySchedule = null;
            options.Webhooks.Secrets = secrets;
        },
        services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
            services.AddImageBatch(batch => batch.UseFileSystemJobs(options => options.RootPath = _folder));
            services.AddSingleton<IWebhookOutbox>(provider => new WatchedOutbox(
                (IWebhookOutbox)provider.GetRequiredService<IJobStore>(), provider.GetRequiredService<EngineSignals>()));
        });

    private static Task PolledAsync(EngineHost host) => ((WatchedOutbox)host.Get<IWebhookOutbox>()).PolledAsync();

    /// <summary>Waits for a try, then moves the clock to the next.</summary>
    private async Task AdvanceToAsync(EngineHost host, JobId id, int tries)
    {
        _clock.Advance((await TriedAsync(host, id, tries)).NextAttemptAt!.Value - _clock.GetUtcNow());
        await PolledAsync(host);
    }

    private static Task<JobWebhook> TriedAsync(EngineHost host, JobId id, int tries) => Eventually.GetAsync(
        async () => (await host.FindAsync(id)).Webhook is { } webhook && webhook.Attempts == tries ? webhook : null,
        $"try {tries}");
}
