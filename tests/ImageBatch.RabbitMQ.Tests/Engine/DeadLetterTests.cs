using System.Text;
using ImageBatch.Model;
using ImageBatch.RabbitMQ.Messages;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ.Tests.Engine;

/// <summary>What becomes of messages that the queue gives up.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    private readonly TestQueue _queue = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    [Fact]
    public async Task Image_lost_with_its_consumer_too_often_fails_as_worker_crashed()
    {
        await using var proxy = new TcpProxy(TestQueue.Server.Port);
        await using var dispatcher = await EngineNode.StartAsync(
            _queue, ImageBatchRoles.Dispatcher, options => options.DeliveryLimit = 2);
        var job = await dispatcher.SubmitAsync(1);
        var worker = _queue.Open(options => (options.Uri, options.DeliveryLimit) = (TestQueue.Address(proxy.Port), 2));
        await using (var receiver = new Deliveries(worker, prefetch: 10))
        {
            for (var death = 0; death < 3; death++)
            {
                Assert.Equal(job.Id, (await receiver.TakeAsync()).Key.Job);
                Assert.False((await dispatcher.Jobs.FindAsync(job.Id))!.IsFinished);
                proxy.Cut();
            }
        }

        Assert.Equal(JobStatus.Failed, (await dispatcher.FinishedAsync(job)).Status);
        var image = Assert.Single(await dispatcher.Jobs.ReadImagesAsync(job.Id, null, -1, 10));
        Assert.Equal(ImageErrorCodes.WorkerCrashed, image.Error!.Code);
        Assert.Contains("more than 2 times", image.Error.Message, StringComparison.Ordinal);
        await AssertDrainedAsync();
    }

    /// <summary>The store says what an image is; a dead letter only what became of a message.</summary>
    [Fact]
    public async Task Dead_letters_fail_pending_images_only_and_only_those_that_were_lost_too_often()
    {
        await using var node = await EngineNode.StartAsync(_queue, ImageBatchRoles.None);
        var job = await node.SubmitAsync(4);
        await node.Jobs.SaveAsync([new ImageSucceeded(Key(0), new ImageOutput($"0-{1:x32}.jpg", 10, 5, false))]);

        // Nothing is enqueued, but from now on the node takes dead letters.
        await node.Get<Ports.IJobQueue>().EnqueueAsync([]);
        await Eventually.GetAsync(
            async () => await TestQueue.ConsumersAsync(_queue.DeadLetters) == 1 ? "" : null, "the dead letters to be consumed");

        await DieAsync("rejected", ImageMessage.Write(Key(2)));
        await DieAsync("expired", ImageMessage.Write(Key(2)));
        await DieAsync("delivery_limit", """{"schema":9}"""u8.ToArray());
        await DieAsync(null, "garbage"u8.ToArray());
        await DieAsync("delivery_limit", ImageMessage.Write(Key(0)));
        await DieAsync("delivery_limit", ImageMessage.Write(Key(1)));
        await DieAsync("delivery_limit", ImageMessage.Write(Key(1)));
        await DieAsync("delivery_limit", ImageMessage.Write(new ImageKey(job.Id, 3, 2)));
        await Eventually.GetAsync(
            async () => (await node.Jobs.FindAsync(job.Id))!.Images.Failed == 1 ? "" : null, "the lost image to fail");
        await AssertDrainedAsync();

        var images = await node.Jobs.ReadImagesAsync(job.Id, null, -1, 10);
        Assert.Equal(
            [ImageStatus.Succeeded, ImageStatus.Failed, ImageStatus.Pending, ImageStatus.Pending], images.Select(image => image.Status));
        Assert.Equal(new ImageCounts(2, 1, 1, 0), (await node.Jobs.FindAsync(job.Id))!.Images);

        ImageKey Key(int index) => new(job.Id, index, 1);
    }

    [Theory]
    [InlineData("""{"schema":2,"job":"0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa","index":0,"run":1}""")]
    [InlineData("")]
    [InlineData("\u0000{")]
    public async Task Message_of_an_unknown_form_is_given_up_and_the_work_goes_on(string body)
    {
        await using var node = await EngineNode.StartAsync(_queue);
        await node.AssertCompleteAsync(await node.SubmitAsync(1));

        await PublishAsync("", _queue.Images, new BasicProperties(), Encoding.UTF8.GetBytes(body));

        await node.AssertCompleteAsync(await node.SubmitAsync(20));
        await AssertDrainedAsync();
    }

    private Task<bool> DieAsync(string? reason, byte[] body)
    {
        var death = new Dictionary<string, object?> { ["reason"] = reason, ["queue"] = _queue.Images, ["count"] = 1L };
        return PublishAsync(_queue.DeadLetters, "", new BasicProperties
        {
            Headers = reason is null ? null : new Dictionary<string, object?> { ["x-death"] = new List<object?> { death } },
        }, body);
    }

    private static Task<bool> PublishAsync(string exchange, string routingKey, BasicProperties properties, byte[] body) =>
        TestQueue.AskAsync(async channel =>
        {
            await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body);
            return true;
        });

    private Task<string> AssertDrainedAsync() => Eventually.GetAsync(
        async () => await TestQueue.CountAsync(_queue.Images) + await TestQueue.CountAsync(_queue.DeadLetters) == 0 ? "" : null,
        "both queues to be empty");
}
