namespace ImageBatch.Ports;

/// <summary>What a receiver made of a webhook.</summary>
/// <param name="StatusCode">HTTP status; null where no answer came.</param>
/// <param name="Error">Code and sentence of the error; null for a success.</param>
public sealed record WebhookAnswer(int? StatusCode, string? Error)
{
    /// <summary>Whether no other try will help.</summary>
    public bool IsPermanent { get; init; }

    /// <summary>How long the receiver asked to wait; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
