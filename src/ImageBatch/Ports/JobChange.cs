namespace ImageBatch.Ports;

/// <summary>A change that a user makes to a job.</summary>
public abstract record JobChange
{
    private JobChange()
    {
    }

    /// <summary>Cancels every pending image and finishes the job. Refused on a finished job.</summary>
    public sealed record Cancel : JobChange;

    /// <summary>
    /// Starts the next run with the failed images pending. Refused on an unfinished job and where nothing failed.
    /// Cancelled images stay so and have no say in how the new run ends (<see cref="Model.ImageCounts.FinalStatus"/>).
    /// The webhook waits for the new run; deliveries of older runs stay due.
    /// </summary>
    public sealed record RetryFailed : JobChange;

    /// <summary>
    /// Sets the URL that the job is announced to. A finished job's delivery becomes due at once with no tries made,
    /// under the same id and with the same body if it has one; claims that are out no longer count. Deliveries of older
    /// runs keep their URL.
    /// </summary>
    /// <param name="Url">An absolute http or https URL.</param>
    public sealed record SetWebhook(string Url) : JobChange;
}
