namespace ImageBatch.FileSystem.Jobs;

/// <summary>Keeps where the images of the few finished jobs stand that were read last.</summary>
internal sealed class ImageTableCache(JobFiles files)
{
    private const int MostKept = 4;

    private readonly Lock _gate = new();
    private readonly List<(JobRecord Job, int Generation, ImageTable Images)> _kept = [];

    public ImageTable Read(JobRecord job, int generation, long index)
    {
        lock (_gate)
        {
            var found = _kept.FindIndex(kept => ReferenceEquals(kept.Job, job) && kept.Generation == generation);
            var images = found >= 0 ? _kept[found].Images : files.ReadImages(job, generation, index, nextCopies: null);
            if (found >= 0)
            {
                _kept.RemoveAt(found);
            }

            _kept.Add((job, generation, images));
            if (_kept.Count > MostKept)
            {
                _kept.RemoveAt(0);
            }

            return images;
        }
    }

    public void Forget(JobRecord job)
    {
        lock (_gate)
        {
            _kept.RemoveAll(kept => ReferenceEquals(kept.Job, job));
        }
    }
}
