using System.Collections.Concurrent;
using System.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>One trace a job: from its upload over the queue to its webhook, over nodes of one role each.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private readonly SharedPorts _shared = new();
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ConcurrentQueue<string> _hooks = new();
    private Action<IServiceCollection>? _queue;
    private ImageServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ImageServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _shared.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Job_isOneTrace_fromUploadToWebhook(bool overRabbitMQ)
    {
        _queue = overRabbitMQ ? BrokerQueue.AddTo() : null;
        using var listener = Listen("ImageBatch");
        await using var api = await StartAsync(ImageBatchRoles.None);
        await using var dispatcher = await StartAsync(ImageBatchRoles.Dispatcher);
        await using var worker = await StartAsync(ImageBatchRoles.Worker);
        await using var webhooks = await StartAsync(ImageBatchRoles.Webhooks);
        using var request = new Activity("request") { TraceStateString = "vendor=secret" }.AddBaggage("user", "secret").Start();

        var job = await SubmitAsync(api);
        request.Stop();
        var trace = request.TraceId;
        await Eventually.TrueAsync(
            () => Of(trace, "imagebatch.webhook").Any() && Of(trace, "imagebatch.image").Count() == 3, "the webhook and the ends of all images");

        var submit = Assert.Single(Of(trace, "imagebatch.submit"));
        Assert.Equal(request.SpanId, submit.ParentSpanId);
        Assert.Equal(submit.Id, job.Definition.TraceParent);
        var dispatches = Of(trace, "imagebatch.dispatch").ToArray();
        Assert.NotEmpty(dispatches);
        Assert.All(dispatches, dispatch => Assert.Equal(submit.SpanId, dispatch.ParentSpanId));
        Assert.All(Of(trace, "imagebatch.image"), image => Assert.Contains(image.ParentSpanId, dispatches.Select(dispatch => dispatch.SpanId)));
        var webhook = Assert.Single(Of(trace, "imagebatch.webhook"));
        Assert.Equal(submit.SpanId, webhook.ParentSpanId);
        Assert.Equal($"{webhook.Id}||", Assert.Single(_hooks));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Image_whoseSaveFailed_staysInTheTraceOfItsJob(bool overRabbitMQ)
    {
        _queue = overRabbitMQ ? BrokerQueue.AddTo() : null;
        var saves = 0;
        using var listener = Listen("ImageBatch");
        await using var host = await StartAsync(ImageBatchRoles.All, services => Outage<IImageStore>.Wrap(services).Before =
            (method, _) => method == nameof(IImageStore.SaveAsync) && Interlocked.Increment(ref saves) == 1);
        using var request = new Activity("request").Start();

        var job = await SubmitAsync(host);
        request.Stop();
        await host.FinishedAsync(job.Id);

        await Eventually.TrueAsync(() => Of(request.TraceId, "imagebatch.image").Count() == 4, "the fourth try");
    }

    [Fact]
    public async Task Trace_goesOn_acrossADispatcherThatNobodyListensTo()
    {
        await using var api = await StartAsync(ImageBatchRoles.None);
        await using var dispatcher = await StartAsync(ImageBatchRoles.Dispatcher);
        using var request = new Activity("request") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        await SubmitAsync(api);
        request.Stop();
        await Eventually.TrueAsync(() => _shared.Enqueued.Count == 3, "the images to be handed out");

        using var listener = Listen("ImageBatch");
        await using var worker = await StartAsync(ImageBatchRoles.Worker);

        await Eventually.TrueAsync(() => Of(request.TraceId, "imagebatch.image").Count() == 3, "the images in the trace");
    }

    [Fact]
    public async Task Job_withoutATrace_hasNone_andItsWebhookToo()
    {
        await using var host = await StartAsync(ImageBatchRoles.All);

        var job = await SubmitAsync(host);
        await Eventually.TrueAsync(() => !_hooks.IsEmpty, "the webhook");

        Assert.Null(job.Definition.TraceParent);
        Assert.Equal("||", Assert.Single(_hooks));
    }

    private IEnumerable<Activity> Of(ActivityTraceId trace, string name) =>
        _activities.Where(activity => activity.TraceId == trace && activity.OperationName == name);

    private ActivityListener Listen(string source)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = one => one.Name == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private Task<Job> SubmitAsync(EngineHost host) => host.SubmitAsync(
        Enumerable.Range(0, 3).Select(i => _server.MapBytes($"/{i}", TestImages.Bmp(1_000 + i, i))),
        _server.Map("/hook", context =>
        {
            var headers = context.Request.Headers;
            _hooks.Enqueue($"{headers["traceparent"]}|{headers["tracestate"]}|{headers["baggage"]}{headers["Correlation-Context"]}");
            return Task.CompletedTask;
        }));

    private Task<EngineHost> StartAsync(ImageBatchRoles roles, Action<IServiceCollection>? configure = null) => EngineHost.StartAsync(
        options => options.Dispatch.PollInterval = TimeSpan.FromMilliseconds(20),
        services =>
        {
            _shared.AddTo(services);
            _queue?.Invoke(services);
            configure?.Invoke(services);
        },
        roles);
}
