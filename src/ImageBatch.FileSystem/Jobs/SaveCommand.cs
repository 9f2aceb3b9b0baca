using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Saves a batch of events.</summary>
internal sealed class SaveCommand(
    StoreState state, Lock gate, IReadOnlyList<ImageEvent> events, TimeProvider time, CancellationToken cancellationToken)
    : Command<SaveResult>(cancellationToken)
{
    private bool _needsFlush;

    /// <summary>A start is for the next process to see: it needs the write, not the flush.</summary>
    public override bool NeedsFlush => _needsFlush;

    public override bool Write(ByteWriter writer)
    {
        var news = new List<ImageEvent>(events.Count);
        lock (gate)
        {
            news.AddRange(events.Where(IsNews));
        }

        _needsFlush = news.Exists(happened => happened is not (ImageStarted or ImageReturned));
        if (news.Count > 0)
        {
            SaveRecord.Write(writer, news, time.GetUtcNow());
        }

        return news.Count > 0;
    }

    public override void Applied(object? outcome) => Set(new SaveResult((List<Job>)outcome!, Unknown()));

    public override void Skipped() => Set(new SaveResult([], Unknown()));

    /// <summary>Leaves out what would change nothing; what is left may still change nothing.</summary>
    private bool IsNews(ImageEvent happened) =>
        state.Jobs.Find(happened.Key.Job) is { } job
        && job.IsPending(happened.Key.Index, happened.Key.Run)
        && !(happened is ImageStarted started && job.KnowsStart(started.Key.Index, started.Attempt));

    private List<JobId> Unknown() =>
        [.. events.Select(happened => happened.Key.Job).Distinct().Where(job => state.Jobs.Find(job) is null)];
}
