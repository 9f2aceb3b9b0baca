namespace ImageBatch.Model;

/// <summary>Where a job stands.</summary>
public enum JobStatus
{
    /// <summary>Accepted; work on no image has started.</summary>
    Pending,

    /// <summary>Work has started, images are pending.</summary>
    Processing,

    /// <summary>Every image is final and at least one succeeded.</summary>
    Completed,

    /// <summary>Every image is final and none succeeded.</summary>
    Failed,

    /// <summary>Cancelled before every image was final.</summary>
    Cancelled,
}
