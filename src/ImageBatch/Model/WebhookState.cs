namespace ImageBatch.Model;

/// <summary>Where a job's webhook stands.</summary>
public enum WebhookState
{
    /// <summary>The job is not finished.</summary>
    Waiting,

    /// <summary>The job is finished; the delivery is due now or later.</summary>
    Pending,

    /// <summary>The receiver has taken it.</summary>
    Delivered,

    /// <summary>The tries are used up, or the receiver does not want it.</summary>
    Failed,
}
