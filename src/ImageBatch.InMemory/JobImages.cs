using ImageBatch.Model;

namespace ImageBatch.InMemory;

/// <summary>Where the images of a job stand: a byte and a result each, and counters that always equal them.</summary>
internal sealed class JobImages
{
    private readonly byte[] _statuses;

    // The output of an image that succeeded, the error of one that failed; copies share the object of their first.
    private readonly object?[] _results;
    private readonly int[] _counts = new int[4];

    public JobImages(int count)
    {
        _statuses = new byte[count];
        _results = new object?[count];
        _counts[(int)ImageStatus.Pending] = count;
    }

    public ImageCounts Counts => new(
        Count(ImageStatus.Pending), Count(ImageStatus.Succeeded), Count(ImageStatus.Failed), Count(ImageStatus.Cancelled));

    public long BytesIn { get; private set; }

    public long BytesOut { get; private set; }

    public int Count(ImageStatus status) => _counts[(int)status];

    public bool IsPending(int image) =>
        (uint)image < (uint)_statuses.Length && _statuses[image] == (byte)ImageStatus.Pending;

    public void Succeed(int image, ImageOutput output)
    {
        Move(image, ImageStatus.Succeeded, output);
        BytesIn += output.BytesIn;
        BytesOut += output.BytesOut;
    }

    public void Fail(int image, ImageError error) => Move(image, ImageStatus.Failed, error);

    /// <summary>Moves all images that stand at one status to another, which has no result.</summary>
    public void MoveAll(ImageStatus from, ImageStatus to)
    {
        for (var image = Next(from, -1); image is not null; image = Next(from, image.Value))
        {
            Move(image.Value, to, null);
        }
    }

    /// <summary>The first image after this one that stands at the status, or at any; null where there is none.</summary>
    public int? Next(ImageStatus? status, int after)
    {
        var from = Math.Max(after, -1) + 1L;
        if (from >= _statuses.Length)
        {
            return null;
        }

        if (status is null)
        {
            return (int)from;
        }

        var offset = _counts[(int)status] == 0 ? -1 : _statuses.AsSpan((int)from).IndexOf((byte)status);
        return offset < 0 ? null : (int)from + offset;
    }

    public JobImage Describe(JobImage image) => image with
    {
        Status = (ImageStatus)_statuses[image.Index],
        Output = _results[image.Index] as ImageOutput,
        Error = _results[image.Index] as ImageError,
    };

    private void Move(int image, ImageStatus to, object? result)
    {
        _counts[_statuses[image]]--;
        _counts[(int)to]++;
        _statuses[image] = (byte)to;
        _results[image] = result;
    }
}
