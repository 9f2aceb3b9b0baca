using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// Where the images of a job stand and where their results lie: nine bytes an image, and four more where images are
/// the same as others. Kept of unfinished jobs, read from the disk of finished ones.
/// </summary>
internal sealed class ImageTable(byte[] statuses, long[] results, int[]? nextCopies)
{
    /// <summary>No image of the job has come to a result.</summary>
    public ImageTable(int images, int[]? nextCopies)
        : this(new byte[images], new long[images], nextCopies)
    {
    }

    public int Count => statuses.Length;

    public ReadOnlySpan<byte> Statuses => statuses;

    public ReadOnlySpan<long> Results => results;

    public ImageStatus StatusOf(int image) => (ImageStatus)statuses[image];

    public long ResultOf(int image) => results[image];

    public bool IsPending(int image) =>
        (uint)image < (uint)statuses.Length && statuses[image] == (byte)ImageStatus.Pending;

    /// <summary>The next image that has the URL of this one; null at the end of the chain.</summary>
    public int? NextCopyOf(int image) => nextCopies?[image] is { } next and not Copies.None ? next : null;

    public void Set(int image, ImageStatus status, long result) =>
        (statuses[image], results[image]) = ((byte)status, result);

    /// <summary>Says where a result lies now, unless the image has come to another one meanwhile.</summary>
    public void MoveResult(int image, long from, long to)
    {
        if (results[image] == from)
        {
            results[image] = to;
        }
    }

    /// <summary>The first image after this one that stands at the status, or at any; null where there is none.</summary>
    public int? Next(ImageStatus? status, int after)
    {
        var from = Math.Max(after, -1) + 1L;
        if (from >= statuses.Length)
        {
            return null;
        }

        if (status is null)
        {
            return (int)from;
        }

        var offset = statuses.AsSpan((int)from).IndexOf((byte)status);
        return offset < 0 ? null : (int)from + offset;
    }

    /// <summary>A copy that stays as it is.</summary>
    public ImageTable Copy() => new([.. statuses], [.. results], nextCopies);
}
