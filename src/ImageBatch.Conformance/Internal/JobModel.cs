using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>What a job store must come to, in the simplest words: the oracle of the random tests.</summary>
internal sealed class JobModel
{
    private readonly int?[] _sameAs;
    private readonly Dictionary<Guid, bool>[] _starts;

    public JobModel(IReadOnlyCollection<Product> products)
    {
        _sameAs = [.. products.SelectMany(product => product.Images).Select(image => image.SameAs)];
        Statuses = new ImageStatus[_sameAs.Length];
        Outputs = new ImageOutput?[_sameAs.Length];
        Errors = new ImageError?[_sameAs.Length];
        _starts = [.. _sameAs.Select(_ => new Dictionary<Guid, bool>())];
    }

    public int Run { get; private set; } = 1;

    public JobStatus Status { get; private set; }

    public ImageStatus[] Statuses { get; }

    public ImageOutput?[] Outputs { get; }

    public ImageError?[] Errors { get; }

    /// <summary>Images that are dispatched: those that are no copies.</summary>
    public int[] Firsts => [.. Enumerable.Range(0, _sameAs.Length).Where(image => _sameAs[image] is null)];

    public bool IsFinished => !Statuses.Contains(ImageStatus.Pending);

    public int Deaths(int image) => _starts[image].Values.Count(open => open);

    /// <summary>Applies an event; true where it finished the job.</summary>
    public bool Apply(ImageEvent happened)
    {
        var image = happened.Key.Index;
        if (happened.Key.Run != Run || Statuses[image] != ImageStatus.Pending)
        {
            return false;
        }

        switch (happened)
        {
            case ImageStarted started:
                Status = JobStatus.Processing;
                _starts[image].TryAdd(started.Attempt, true);
                return false;
            case ImageReturned returned:
                if (_starts[image].ContainsKey(returned.Attempt))
                {
                    _starts[image][returned.Attempt] = false;
                }

                return false;
            case ImageSucceeded succeeded:
                Status = JobStatus.Processing;
                return Finish(image, ImageStatus.Succeeded, succeeded.Output, null);
            case ImageFailed failed:
                Status = JobStatus.Processing;
                return Finish(image, ImageStatus.Failed, null, failed.Error);
            default:
                throw new InvalidOperationException();
        }
    }

    public bool Cancel()
    {
        var refused = IsFinished;
        if (!refused)
        {
            Move(ImageStatus.Pending, ImageStatus.Cancelled);
            Status = JobStatus.Cancelled;
        }

        return !refused;
    }

    public bool Retry()
    {
        var refused = !IsFinished || !Statuses.Contains(ImageStatus.Failed);
        if (!refused)
        {
            Move(ImageStatus.Failed, ImageStatus.Pending);
            Array.Clear(Errors);
            Array.ForEach(_starts, starts => starts.Clear());
            Run++;
            Status = JobStatus.Processing;
        }

        return !refused;
    }

    private bool Finish(int first, ImageStatus status, ImageOutput? output, ImageError? error)
    {
        for (var image = 0; image < Statuses.Length; image++)
        {
            if (image == first || _sameAs[image] == first)
            {
                (Statuses[image], Outputs[image], Errors[image]) = (status, output, error);
            }
        }

        if (IsFinished)
        {
            Status = Statuses.Contains(ImageStatus.Succeeded) ? JobStatus.Completed : JobStatus.Failed;
        }

        return IsFinished;
    }

    private void Move(ImageStatus from, ImageStatus to)
    {
        for (var image = 0; image < Statuses.Length; image++)
        {
            Statuses[image] = Statuses[image] == from ? to : Statuses[image];
        }
    }
}
