using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Keeps the rows of the few jobs open that were read last.</summary>
internal sealed class RowsCache(JobLayout layout) : IDisposable
{
    private const int MostOpen = 16;

    private readonly Lock _gate = new();

    /// <summary>The one read last comes last.</summary>
    private readonly List<(JobRecord Job, RowsFile Rows)> _open = [];

    /// <summary>Reads from a job's rows.</summary>
    /// <exception cref="ObjectDisposedException">They were closed meanwhile: read again.</exception>
    public RowsFile Open(JobRecord job)
    {
        lock (_gate)
        {
            var index = _open.FindIndex(open => ReferenceEquals(open.Job, job));
            var rows = index >= 0 ? _open[index].Rows : new RowsFile(layout.RowsOf(job.Id), job.Rows);
            if (index >= 0)
            {
                _open.RemoveAt(index);
            }

            _open.Add((job, rows));
            if (_open.Count > MostOpen)
            {
                _open[0].Rows.Dispose();
                _open.RemoveAt(0);
            }

            return rows;
        }
    }

    public void Close(JobId job)
    {
        lock (_gate)
        {
            foreach (var (_, rows) in _open.Where(open => open.Job.Id == job))
            {
                rows.Dispose();
            }

            _open.RemoveAll(open => open.Job.Id == job);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _open.ForEach(open => open.Rows.Dispose());
            _open.Clear();
        }
    }
}
