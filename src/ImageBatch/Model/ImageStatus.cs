namespace ImageBatch.Model;

/// <summary>Where an image stands.</summary>
public enum ImageStatus
{
    /// <summary>Not final in the current run.</summary>
    Pending,

    /// <summary>Its output is in the image store.</summary>
    Succeeded,

    /// <summary>It has an error; retrying the job makes it pending again.</summary>
    Failed,

    /// <summary>Its job was cancelled before it was final.</summary>
    Cancelled,
}
