namespace ImageBatch.Model;

/// <summary>How many images of a job stand where; always equal to the images' states.</summary>
/// <param name="Pending">Images not yet final.</param>
/// <param name="Succeeded">Images with an output.</param>
/// <param name="Failed">Images with an error.</param>
/// <param name="Cancelled">Images cancelled with their job.</param>
public readonly record struct ImageCounts(int Pending, int Succeeded, int Failed, int Cancelled)
{
    /// <summary>All images of the job.</summary>
    public int Total => Pending + Succeeded + Failed + Cancelled;

    /// <summary>The status of a job whose images are all final and that was not cancelled.</summary>
    public JobStatus FinalStatus => Succeeded > 0 ? JobStatus.Completed : JobStatus.Failed;
}
