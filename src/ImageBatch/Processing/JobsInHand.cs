using ImageBatch.Model;

namespace ImageBatch.Processing;

/// <summary>
/// The jobs of the images that this process has in hand, each with a token that ends all of them at once: for when the job
/// was cancelled or deleted. Thread-safe.
/// </summary>
internal sealed class JobsInHand : IDisposable
{
    private readonly Dictionary<JobId, Entry> _jobs = [];
    private readonly CancellationToken _stoppingToken;
    private readonly CancellationTokenRegistration _stop;

    /// <param name="stoppingToken">Ends all of them.</param>
    public JobsInHand(CancellationToken stoppingToken)
    {
        _stoppingToken = stoppingToken;
        _stop = stoppingToken.UnsafeRegister(_ => EndAll(), null);
    }

    /// <summary>One image of each job, to ask the store about.</summary>
    public IReadOnlyList<ImageKey> Samples
    {
        get
        {
            lock (_jobs)
            {
                return [.. _jobs.Values.Select(entry => entry.Images.First())];
            }
        }
    }

    /// <summary>Adds an image. It is to be removed with what this answers.</summary>
    /// <returns>Its job, whose token also ends when the process stops.</returns>
    public Entry Add(ImageKey key)
    {
        Entry? entry;
        lock (_jobs)
        {
            if (!_jobs.TryGetValue(key.Job, out entry))
            {
                _jobs[key.Job] = entry = new Entry();
            }

            entry.Images.Add(key);
        }

        if (_stoppingToken.IsCancellationRequested)
        {
            entry.End();
        }

        return entry;
    }

    public void Remove(ImageKey key, Entry entry)
    {
        lock (_jobs)
        {
            entry.Images.Remove(key);
            if (entry.Images.Count == 0)
            {
                Forget(key.Job, entry);
            }
        }
    }

    /// <summary>Ends the images of a job that are in hand. Those that come later, of its next run, are not concerned.</summary>
    public void Drop(JobId job)
    {
        Entry? entry;
        lock (_jobs)
        {
            if (!_jobs.Remove(job, out entry))
            {
                return;
            }
        }

        entry.End();
    }

    public void Dispose() => _stop.Dispose();

    private void EndAll()
    {
        Entry[] all;
        lock (_jobs)
        {
            all = [.. _jobs.Values];
        }

        Array.ForEach(all, entry => entry.End());
    }

    private void Forget(JobId job, Entry entry)
    {
        if (_jobs.GetValueOrDefault(job) == entry)
        {
            _jobs.Remove(job);
        }
    }

    /// <summary>One job.</summary>
#pragma warning disable CA1001 // A source that has neither a timer nor a handle has nothing to dispose of.
    internal sealed class Entry
#pragma warning restore CA1001
    {
        private readonly CancellationTokenSource _end = new();

        public CancellationToken Token => _end.Token;

        public HashSet<ImageKey> Images { get; } = [];

        /// <summary>Ends the images, on threads of the pool: what ends goes on at once, and may want a lock that its caller holds.</summary>
        public void End() => _ = _end.CancelAsync();
    }
}
