using ImageBatch.Conformance;
using ImageBatch.FileSystem.Jobs;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageBatch.FileSystem.Tests.Jobs;

public sealed class Adding : JobStoreAddingConformance<FileSystemJobStoreFixture>;

public sealed class Idempotency : JobStoreIdempotencyConformance<FileSystemJobStoreFixture>;

public sealed class Reading : JobStoreReadingConformance<FileSystemJobStoreFixture>;

public sealed class Saving : JobStoreSavingConformance<FileSystemJobStoreFixture>;

public sealed class Deaths : JobStoreDeathsConformance<FileSystemJobStoreFixture>;

public sealed class Completion : JobStoreCompletionConformance<FileSystemJobStoreFixture>;

public sealed class Cancelling : JobStoreCancellingConformance<FileSystemJobStoreFixture>;

public sealed class Retrying : JobStoreRetryingConformance<FileSystemJobStoreFixture>;

public sealed class Webhook : JobStoreWebhookConformance<FileSystemJobStoreFixture>;

public sealed class Deleting : JobStoreDeletingConformance<FileSystemJobStoreFixture>;

public sealed class Concurrency : JobStoreConcurrencyConformance<FileSystemJobStoreFixture>;

public sealed class RandomEvents : JobStoreRandomConformance<FileSystemJobStoreFixture>;

public sealed class Durability : JobStoreDurabilityConformance<FileSystemJobStoreFixture>;

public sealed class Outboxes : WebhookOutboxConformance<FileSystemJobStoreFixture>;

/// <summary>The same, with segments so short that the store compacts all the time.</summary>
public sealed class CompactingRandomEvents : JobStoreRandomConformance<CompactingJobStoreFixture>;

public sealed class CompactingConcurrency : JobStoreConcurrencyConformance<CompactingJobStoreFixture>;

public sealed class CompactingRetrying : JobStoreRetryingConformance<CompactingJobStoreFixture>;

public sealed class CompactingDurability : JobStoreDurabilityConformance<CompactingJobStoreFixture>;

public sealed class CompactingReading : JobStoreReadingConformance<CompactingJobStoreFixture>;

public sealed class CompactingOutboxes : WebhookOutboxConformance<CompactingJobStoreFixture>;

public class FileSystemJobStoreFixture : JobStoreFixture, IReopenable
{
    private readonly string _root = Directory.CreateTempSubdirectory("imagebatch-").FullName;
    private readonly int _segmentLength;
    private FileSystemJobStore _store;

    public FileSystemJobStoreFixture()
        : this(1_000_000)
    {
    }

    protected FileSystemJobStoreFixture(int segmentLength)
    {
        _segmentLength = segmentLength;
        _store = Open();
    }

    public override IJobStore Jobs => _store;

    public override IWebhookOutbox Outbox => _store;

    public ValueTask ReopenAsync()
    {
        // Closing it saves nothing: it gives the folder free, as the end of its process would.
        _store.Dispose();
        _store = Open();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _store.Dispose();
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
    }

    private FileSystemJobStore Open() => new(_root, Time, NullLogger.Instance, new Disk(), _segmentLength);
}

public sealed class CompactingJobStoreFixture() : FileSystemJobStoreFixture(segmentLength: 300);
