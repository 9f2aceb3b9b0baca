using System.Reflection;
using ImageBatch.RabbitMQ.Receiving;
using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ.Tests.Receiving;

/// <summary>Which acknowledgements go together. One too many would lose a message for good.</summary>
public sealed class AcknowledgementsTests
{
    private readonly Channel _channel = Channel.Create();

    [Fact]
    public async Task AcknowledgeAsync_while_one_is_sent_goes_together_up_to_the_lowest_that_is_out()
    {
        var acknowledgements = Expecting(10);
        var (held, release) = _channel.HoldNext();
        var first = acknowledgements.AcknowledgeAsync(1);
        await held;
        Task[] others = [.. new ulong[] { 4, 2, 3, 7, 9 }.Select(acknowledgements.AcknowledgeAsync)];
        release();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(["ack 1 and before", "ack 4 and before", "ack 7", "ack 9"], _channel.Sent);
    }

    [Fact]
    public async Task AcknowledgeAsync_in_any_order_acknowledges_each_once_and_none_that_is_out()
    {
        const int count = 2_000;
        var acknowledgements = Expecting(count);
        var tags = Enumerable.Range(1, count).Select(tag => (ulong)tag).ToArray();
        var kept = tags.Where(tag => tag % 17 == 0).ToHashSet();
        new Random(5).Shuffle(tags);

        await Parallel.ForEachAsync(tags.Where(tag => !kept.Contains(tag)), async (tag, _) => await acknowledgements.AcknowledgeAsync(tag));

        Assert.Equal(tags.Where(tag => !kept.Contains(tag)).ToHashSet(), _channel.Acknowledged);
        Assert.DoesNotContain("twice", _channel.Sent);
    }

    [Fact]
    public async Task AcknowledgeAsync_while_an_earlier_one_is_rejected_leaves_that_alone()
    {
        var acknowledgements = Expecting(3);
        await acknowledgements.AcknowledgeAsync(1);
        var (held, release) = _channel.HoldNext();
        var rejecting = acknowledgements.RejectAsync(2, requeue: false);
        await held;
        await acknowledgements.AcknowledgeAsync(3);
        release();
        await rejecting;

        Assert.Equal(["ack 1 and before", "ack 3", "reject 2"], _channel.Sent);
    }

    [Fact]
    public async Task AcknowledgeAsync_channel_that_cannot_send_is_ended()
    {
        var acknowledgements = Expecting(2);
        _channel.IsBroken = true;

        await acknowledgements.AcknowledgeAsync(2);
        await acknowledgements.RejectAsync(1, requeue: true);

        Assert.Equal(["close", "close"], _channel.Sent);
    }

    private Acknowledgements Expecting(int count)
    {
        var acknowledgements = new Acknowledgements(_channel.Proxy);
        for (var tag = 1; tag <= count; tag++)
        {
            acknowledgements.Expect((ulong)tag);
        }

        return acknowledgements;
    }

    /// <summary>A channel that writes down what is sent on it.</summary>
    public class Channel : DispatchProxy
    {
        private readonly Lock _gate = new();
        private readonly List<string> _sent = [];
        private (TaskCompletionSource Held, Task Released)? _hold;

        public IChannel Proxy { get; private set; } = null!;

        public bool IsBroken { get; set; }

        public HashSet<ulong> Acknowledged { get; } = [];

        public IReadOnlyList<string> Sent => _sent;

        public static Channel Create()
        {
            var proxy = Create<IChannel, Channel>();
            var channel = (Channel)(object)proxy;
            channel.Proxy = proxy;
            return channel;
        }

        /// <summary>Holds the next call up, before it is sent, until it is released.</summary>
        public (Task Held, Action Release) HoldNext()
        {
            var (held, released) = (new TaskCompletionSource(), new TaskCompletionSource());
            _hold = (held, released.Task);
            return (held.Task, released.SetResult);
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IChannel.BasicAckAsync) => new ValueTask(AcknowledgeAsync((ulong)args![0]!, multiple: (bool)args[1]!)),
            nameof(IChannel.BasicNackAsync) => new ValueTask(SendAsync($"reject {args![0]}")),
            nameof(IChannel.CloseAsync) => SendAsync("close", always: true),
            _ => throw new NotSupportedException(targetMethod.Name),
        };

        private Task AcknowledgeAsync(ulong tag, bool multiple)
        {
            lock (_gate)
            {
                for (var one = multiple ? 1 : tag; one <= tag; one++)
                {
                    if (!Acknowledged.Add(one) && one == tag)
                    {
                        return SendAsync("twice");
                    }
                }
            }

            return SendAsync(multiple ? $"ack {tag} and before" : $"ack {tag}");
        }

        private async Task SendAsync(string frame, bool always = false)
        {
            if (IsBroken && !always)
            {
                throw new IOException("broken");
            }

            if (_hold is var (held, released))
            {
                _hold = null;
                held.SetResult();
                await released;
            }

            lock (_gate)
            {
                _sent.Add(frame);
            }
        }
    }
}
