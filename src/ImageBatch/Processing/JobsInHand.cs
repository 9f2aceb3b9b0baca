using ImageBatch.Model;

namespace ImageBatch.Processing;

/// <summary>
/// The jobs of the images that this process has in hand, each with a token that ends all of them at once: for when the job
/// was cancelled or deleted. Thread-safe.
/// </summary>
internal sealed class JobsInHand(CancellationToken stoppingToken)
{
    private readonly Dictionary<JobId, Entry> _jobs = [];

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
        lock (_jobs)
        {
            if (!_jobs.TryGetValue(key.Job, out var entry))
            {
                _jobs[key.Job] = entry = new Entry(CancellationTokenSource.CreateLinkedTokenSource(stoppingToken));
            }

            entry.Images.Add(key);
            return entry;
        }
    }

    public void Remove(ImageKey key, Entry entry)
    {
        lock (_jobs)
        {
            entry.Images.Remove(key);
            if (entry.Images.Count == 0)
            {
                Forget(key.Job, entry);
                entry.End.Dispose();
            }
        }
    }

    /// <summary>Ends the images of a job that are in hand. Those that come later, of its next run, are not concerned.</summary>
    public void Drop(JobId job)
    {
        lock (_jobs)
        {
            if (_jobs.TryGetValue(job, out var entry))
            {
                Forget(job, entry);

                // Not here: what ends goes on in this thread, and may want this lock.
                _ = entry.End.CancelAsync();
            }
        }
    }

    private void Forget(JobId job, Entry entry)
    {
        if (_jobs.GetValueOrDefault(job) == entry)
        {
            _jobs.Remove(job);
        }
    }

    internal sealed class Entry(CancellationTokenSource end)
    {
        public CancellationTokenSource End => end;

        public CancellationToken Token { get; } = end.Token;

        public HashSet<ImageKey> Images { get; } = [];
    }
}
