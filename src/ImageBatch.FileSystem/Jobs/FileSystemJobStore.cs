using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// Keeps jobs in a folder. What never changes is written once; what changes is a record of one journal, flushed before
/// it is answered, and in memory, where a few bytes an image say how it stands.
/// </summary>
/// <remarks>
/// Opened, with the journal read again, when it is made. The calls of the file system block: they run on the thread
/// pool, writes of the journal on one thread at a time, in groups (<see cref="Committer"/>).
/// </remarks>
internal sealed partial class FileSystemJobStore : IJobStore, IDisposable
{
    private const int SegmentLength = 16 * 1_024 * 1_024;

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Disk _disk;
    private readonly JobLayout _layout;
    private readonly JobFiles _files;
    private readonly StoreLock _lock;
    private readonly StoreState _state;
    private readonly Journal _journal;
    private readonly Compactor _compactor;
    private readonly Committer _committer;
    private readonly RowsCache _rows;
    private readonly ImageTableCache _tables;

    /// <summary>Held while what is in memory is read or changed; never while the disk is.</summary>
    private readonly Lock _gate = new();

    private int _isDisposed;

    public FileSystemJobStore(IOptions<FileSystemOptions> options, TimeProvider time, ILogger<FileSystemJobStore> logger)
        : this(options.Value.RootPath, time, logger, new Disk(), SegmentLength)
    {
    }

    internal FileSystemJobStore(string rootPath, TimeProvider time, ILogger logger, Disk disk, int segmentLength)
    {
        (_time, _logger, _disk) = (time, logger, disk);
        _layout = new JobLayout(rootPath);
        _files = new JobFiles(_layout, disk);
        _rows = new RowsCache(_layout);
        _tables = new ImageTableCache(_files);
        Opening.Prepare(_layout);
        _lock = StoreLock.Take(_layout);
        try
        {
            (_state, _journal) = Opening.Read(_layout, _files, disk, segmentLength);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }

        _compactor = new Compactor(_state, _files, _layout, disk, _journal, _gate, logger);
        _committer = new Committer(_state, _journal, _gate, _compactor.Wake);
        _compactor.Start(_committer);
    }

    public async Task<AddJobResult> AddAsync(
        JobId jobId,
        string? idempotencyKey,
        IAsyncEnumerable<IReadOnlyList<Product>> pages,
        Func<CancellationToken, Task<JobSeal>> seal,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(seal);
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        lock (_gate)
        {
            if (!_state.Jobs.TryReserve(jobId, idempotencyKey, out var holder))
            {
                return _state.Jobs.Find(holder) is { } existing
                    ? new AddJobResult(AddJobOutcome.Existing, existing.Describe())
                    : new AddJobResult(AddJobOutcome.InFlight, null);
            }
        }

        var staged = _layout.NewTemporaryFolder();
        try
        {
            CreateStaged(staged);
            using var rows = new RowsWriter(_disk, Path.Combine(staged, JobLayout.RowsFile));
            await foreach (var page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                foreach (var product in page)
                {
                    rows.Add(product);
                }
            }

            var sealedBy = await seal(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var createdAfter = await _committer.RunAsync(LocateJournal).ConfigureAwait(false);
            var added = await Task.Run(
                () => Publish(staged, jobId, idempotencyKey, rows, sealedBy, createdAfter), CancellationToken.None)
                .ConfigureAwait(false);
            return new AddJobResult(AddJobOutcome.Added, added);
        }
        finally
        {
            // Means nothing, both of it, once the job is published.
            RemoveFolder(staged);
            lock (_gate)
            {
                _state.Jobs.Release(jobId, idempotencyKey);
            }
        }
    }

    public async Task<SaveResult> SaveAsync(IReadOnlyList<ImageEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return await _committer.RunAsync(new SaveCommand(_state, _gate, events, _time, cancellationToken)).ConfigureAwait(false);
    }

    public async Task<JobChangeResult> ChangeAsync(
        JobId jobId, JobChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return await _committer.RunAsync(new ChangeCommand(_state, _gate, jobId, change, _time, cancellationToken)).ConfigureAwait(false);
    }

    public Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        Task.Run(() => Delete(jobId), cancellationToken);

    /// <summary>Compacts all that can be, now.</summary>
    internal Task CompactAsync() => _compactor.CompactAsync(everything: true);

    /// <summary>Ends what has been asked for and gives the folder free. There is nothing to save: all is on the disk.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _committer.Dispose();
            _compactor.Dispose();
            _journal.Dispose();
            _rows.Dispose();
            _lock.Dispose();
        }
    }

    private Job Publish(string staged, JobId id, string? key, RowsWriter rows, JobSeal sealedBy, long createdAfter)
    {
        var record = new JobRecord
        {
            Id = id,
            Definition = sealedBy.Definition,
            IdempotencyKey = key,
            WebhookUrl = sealedBy.WebhookUrl,
            CreatedAt = _time.GetUtcNow(),
            CreatedAfter = createdAfter,
            Rows = rows.Complete(),
        };
        rows.Dispose();
        _files.WriteStaged(staged, record);
        var job = new StoredJob(record) { Images = new ImageTable(record.Rows.Images, rows.NextCopies()) };
        _files.Publish(staged, id);
        lock (_gate)
        {
            _state.Add(job);
            return job.Describe();
        }
    }

    private bool Delete(JobId id)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        StoredJob? job;
        lock (_gate)
        {
            job = _state.Jobs.Find(id);
        }

        if (job is null)
        {
            return false;
        }

        string doomed;
        lock (job.Files)
        {
            if (job.IsDeleted)
            {
                return false;
            }

            _rows.Close(id);
            doomed = _files.TakeAway(id);
            lock (_gate)
            {
                _state.Remove(job);
            }
        }

        _rows.Close(id);
        _tables.Forget(job.Record);
        RemoveFolder(doomed);
        return true;
    }

    /// <summary>Removes what nothing refers to; where that fails, the next start does.</summary>
    private void RemoveFolder(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                FolderDeletion.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.StaleNotRemoved(folder, exception);
        }
    }
}
