using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Csv;

/// <summary>Walks through the images of a job in index order, a page of them in memory.</summary>
internal sealed class JobImageCursor(IJobStore store, JobId job)
{
    private const int PageSize = 250;

    private IReadOnlyList<JobImage> _page = [];
    private int _next;
    private int _last = -1;

    /// <summary>Reads the next image.</summary>
    /// <exception cref="InvalidOperationException">There is none: the job was deleted meanwhile.</exception>
    public async ValueTask<JobImage> NextAsync(CancellationToken cancellationToken)
    {
        if (_next == _page.Count)
        {
            _page = await store.ReadImagesAsync(job, status: null, _last, PageSize, cancellationToken).ConfigureAwait(false);
            _next = 0;
            if (_page.Count == 0)
            {
                throw new InvalidOperationException($"Job {job} lost its images while its result was written.");
            }
        }

        var image = _page[_next++];
        _last = image.Index;
        return image;
    }
}
