using ImageBatch.Model;

namespace ImageBatch.Signals;

/// <summary>
/// Tells the stages of this process what the others just did, so that nobody waits for a poll. A hint only: what is
/// true stands in the job store, and everything works, later, where a signal is missed or came from another process.
/// </summary>
internal sealed class EngineSignals
{
    /// <summary>A job has images to dispatch: it was added or retried.</summary>
    public event Action? WorkAdded;

    /// <summary>Images of this process became final, or their jobs are gone.</summary>
    public event Action<IReadOnlyCollection<ImageKey>>? ImagesFinished;

    /// <summary>A job's images are no longer wanted: it was cancelled or deleted.</summary>
    public event Action<JobId>? JobDropped;

    /// <summary>A webhook is due.</summary>
    public event Action? WebhookDue;

    public void RaiseWorkAdded() => WorkAdded?.Invoke();

    public void RaiseImagesFinished(IReadOnlyCollection<ImageKey> keys) => ImagesFinished?.Invoke(keys);

    public void RaiseJobDropped(JobId jobId) => JobDropped?.Invoke(jobId);

    public void RaiseWebhookDue() => WebhookDue?.Invoke();
}
