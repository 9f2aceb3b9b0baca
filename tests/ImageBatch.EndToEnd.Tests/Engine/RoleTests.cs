using ImageBatch.Model;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>Nodes that play one role each on stores and a queue that they share.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    /// <summary>The images from this one on the server keeps back until the first nodes have ended.</summary>
    private const int Held = 20;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly SharedPorts _shared = new();
    private TaskCompletionSource _rest = new();
    private ImageServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ImageServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _shared.DisposeAsync();
    }

    [Fact]
    public async Task Api_takesReadsAndCancelsJobs_andDoesNothingElseWithThem()
    {
        await using var api = await StartAsync(ImageBatchRoles.None);

        var job = await api.SubmitAsync(Urls(3), _server.MapStatus("/hook", 204));
        await SomePollsAsync();
        var images = await api.ImagesAsync(job.Id);
        var untouched = await api.FindAsync(job.Id);
        await api.Client.CancelAsync(job.Id);
        await SomePollsAsync();

        Assert.Equal((JobStatus.Pending, 3), (untouched.Status, images.Count(image => image.Status == ImageStatus.Pending)));
        Assert.Equal(JobStatus.Cancelled, (await api.FindAsync(job.Id)).Status);
        Assert.Empty(_shared.Enqueued);
        Assert.Equal((0, 0), (_shared.Receivers, _server.TotalHits));
    }

    [Fact]
    public async Task Dispatcher_handsOutImages_andLeavesThemToOthers()
    {
        await using var api = await StartAsync(ImageBatchRoles.None);
        await using var dispatcher = await StartAsync(ImageBatchRoles.Dispatcher);

        var job = await api.SubmitAsync(Urls(3), _server.MapStatus("/hook", 204));
        await Eventually.TrueAsync(() => _shared.Enqueued.Count == 3, "the images to be handed out");
        await SomePollsAsync();

        Assert.Equal([0, 1, 2], _shared.Enqueued.Select(key => key.Index).Order());
        Assert.Equal(3, (await api.FindAsync(job.Id)).Images.Pending);
        Assert.Equal((0, 0), (_shared.Receivers, _server.TotalHits));
    }

    [Fact]
    public async Task Worker_worksOnWhatOthersHandOut_handsOutNothing_andAnnouncesNothing()
    {
        await using var api = await StartAsync(ImageBatchRoles.None);
        await using var worker = await StartAsync(ImageBatchRoles.Worker);
        var job = await api.SubmitAsync(Urls(3), _server.MapStatus("/hook", 204));
        await SomePollsAsync();
        Assert.Empty(_shared.Enqueued);

        await _shared.EnqueueAsync([.. Enumerable.Range(0, 3).Select(index => new ImageKey(job.Id, index, 1))]);
        var finished = await api.FinishedAsync(job.Id);
        await SomePollsAsync();

        Assert.Equal(new ImageCounts(0, 3, 0, 0), finished.Images);
        Assert.Equal((3, 0), (_shared.Enqueued.Count, _server.Hits("/hook")));
        Assert.Equal(0, finished.Webhook!.Attempts);
    }

    [Fact]
    public async Task Webhooks_announcesWhatOthersFinished_andDoesNothingElse()
    {
        await using var api = await StartAsync(ImageBatchRoles.None);
        await using var webhooks = await StartAsync(ImageBatchRoles.Webhooks);
        var running = await api.SubmitAsync(Urls(3));
        var job = await api.SubmitAsync(Urls(2), _server.MapStatus("/hook", 204));

        await _shared.Jobs.SaveAsync(
            [.. Enumerable.Range(0, 2).Select(index => new ImageFailed(new ImageKey(job.Id, index, 1), new ImageError("x", "y")))]);
        await Eventually.GetAsync(
            async () => (await api.FindAsync(job.Id)).Webhook!.State == WebhookState.Delivered ? job : null, "the webhook");

        Assert.Equal(3, (await api.FindAsync(running.Id)).Images.Pending);
        Assert.Empty(_shared.Enqueued);
        Assert.Equal((0, 1, 1), (_shared.Receivers, _server.Hits("/hook"), _server.TotalHits));
    }

    /// <summary>Starts and ends the roles in every order, the ended ones in the middle of the job.</summary>
    [Fact]
    public async Task Job_finishesOnce_whateverOrderTheRolesStartAndEndIn()
    {
        ImageBatchRoles[] roles = [ImageBatchRoles.Dispatcher, ImageBatchRoles.Worker, ImageBatchRoles.Webhooks];
        await using var api = await StartAsync(ImageBatchRoles.None);
        for (var order = 0; order < 6; order++)
        {
            var first = new List<EngineHost>();
            _rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var hook = $"/hook-{order}";
            var job = await api.SubmitAsync(Urls(40), _server.MapStatus(hook, 204));
            foreach (var role in Permutation(roles, order))
            {
                first.Add(await StartAsync(role));
            }

            await Eventually.GetAsync(
                async () => (await api.FindAsync(job.Id)).Images.Pending < 40 ? job : null, "the job to be under way");
            foreach (var node in first)
            {
                await node.DisposeAsync();
            }

            Assert.False((await api.FindAsync(job.Id)).IsFinished);
            _rest.SetResult();

            var second = await Task.WhenAll(Permutation(roles, 5 - order).Concat(roles).Select(role => StartAsync(role)));
            var finished = await api.FinishedAsync(job.Id);
            await Eventually.TrueAsync(() => _server.Hits(hook) > 0, "the webhook");
            await SomePollsAsync();
            foreach (var node in second)
            {
                await node.DisposeAsync();
            }

            Assert.Equal(new ImageCounts(0, 40, 0, 0), finished.Images);
            Assert.Equal(1, _server.Hits(hook));
        }
    }

    private static IEnumerable<T> Permutation<T>(T[] items, int number)
    {
        var left = items.ToList();
        for (; left.Count > 0; number /= left.Count + 1)
        {
            var next = left[number % left.Count];
            left.Remove(next);
            yield return next;
        }
    }

    /// <summary>Waits for as long as a node of all roles takes to work on a job of its own and to announce it at the third try.</summary>
    private static async Task SomePollsAsync()
    {
        await using var other = await EngineHost.StartAsync(options => options.Dispatch.PollInterval = Poll);
        await using var receiver = await HookServer.StartAsync();
        receiver.Answer = (call, response) => response.StatusCode = call < 3 ? 503 : 204;
        var job = await other.SubmitAsync([other.Server.MapBytes("/a", TestImages.Bmp())], receiver.Url);
        await Eventually.GetAsync(
            async () => (await other.FindAsync(job.Id)).Webhook!.State == WebhookState.Delivered ? job : null, "the other node's webhook");
    }

    private Task<EngineHost> StartAsync(ImageBatchRoles roles) => EngineHost.StartAsync(
        options =>
        {
            options.Dispatch.PollInterval = Poll;
            options.Processing.DownloadSlots = 4;
        },
        _shared.AddTo,
        roles);

    private string[] Urls(int count) =>
        [.. Enumerable.Range(0, count).Select(i => _server.Map($"/{i}", async context =>
        {
            await (i < Held ? Task.CompletedTask : _rest.Task.WaitAsync(context.RequestAborted));
            await context.Response.Body.WriteAsync(TestImages.Bmp(1_000 + i, i));
        }))];
}
