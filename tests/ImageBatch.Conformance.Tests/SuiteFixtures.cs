using ImageBatch.InMemory;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance.Tests;

public sealed class PassThroughCodecFixture : ImageCodecFixture
{
    public override IImageCodec Codec { get; } = new PassThroughCodec();

    public override IReadOnlyCollection<ImageFormat> InputFormats => [];

    public override IReadOnlyCollection<OutputFormat> OutputFormats => [];

    public override bool Resizes => false;

    protected override IReadOnlyList<CodecSample> OwnSamples { get; } =
    [
        Sample("a bitmap", PassThroughCodec.MakeBitmap(33, 21)),
        Sample("a bitmap of one pixel", PassThroughCodec.MakeBitmap(1, 1)),
        Sample("a bitmap cut short", PassThroughCodec.MakeBitmap(40, 30)[..500]) with { Error = ImageErrorCodes.ImageTruncated },
        new("a GIF", new byte[100], new ImageHeader { Format = ImageFormat.Gif, Width = 1, Height = 1, Length = 100 })
        {
            Error = ImageErrorCodes.ImageUnsupported,
        },
    ];

    public override DecodedImage Decode(ReadOnlyMemory<byte> file) => PassThroughCodec.Decode(file);

    public override ImageHeader ReadHeader(ReadOnlyMemory<byte> content) => PassThroughCodec.ReadHeader(content);

    private static CodecSample Sample(string name, byte[] content) => new(name, content, PassThroughCodec.ReadHeader(content));
}

/// <summary>Survives because it is never dropped: enough to try the suites of durability with.</summary>
public sealed class KeptJobStoreFixture : JobStoreFixture, IReopenable, IHasJobLeases
{
    private readonly InMemoryJobStore _store;

    public KeptJobStoreFixture()
    {
        _store = new InMemoryJobStore(Time);
        Leases = new KeptLeases(Time);
    }

    public IJobLeases Leases { get; }

    public override IJobStore Jobs => _store;

    public override IWebhookOutbox Outbox => _store;

    public ValueTask ReopenAsync() => ValueTask.CompletedTask;

    private sealed class KeptLeases(TimeProvider time) : IJobLeases
    {
        private readonly Dictionary<JobId, (Guid Owner, DateTimeOffset Until)> _leases = [];

        public Task<bool> TryAcquireAsync(
            JobId jobId, Guid owner, TimeSpan duration, CancellationToken cancellationToken = default)
        {
            lock (_leases)
            {
                var free = !_leases.TryGetValue(jobId, out var lease) || lease.Owner == owner || lease.Until <= time.GetUtcNow();
                if (free)
                {
                    _leases[jobId] = (owner, time.GetUtcNow() + duration);
                }

                return Task.FromResult(free);
            }
        }
    }
}

public sealed class KeptJobQueueFixture : JobQueueFixture, IReopenable
{
    public override IJobQueue Queue { get; } = new KeptJobQueue();

    public ValueTask ReopenAsync() => ValueTask.CompletedTask;

    private sealed class KeptJobQueue : IJobQueue
    {
        private readonly InMemoryJobQueue _queue = new();

        public bool IsDurable => true;

        public Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default) =>
            _queue.EnqueueAsync(keys, cancellationToken);

        public IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default) =>
            _queue.ReceiveAsync(prefetch, cancellationToken);
    }
}

public sealed class KeptImageStoreFixture : ImageStoreFixture, IReopenable
{
    public override IImageStore Images { get; } = new InMemoryImageStore();

    public ValueTask ReopenAsync() => ValueTask.CompletedTask;
}
