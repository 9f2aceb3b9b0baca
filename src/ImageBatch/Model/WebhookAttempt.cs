namespace ImageBatch.Model;

/// <summary>What a try to deliver a webhook came to, as the outbox saves it.</summary>
/// <param name="State"><see cref="WebhookState.Pending"/> (tried again), Delivered or Failed.</param>
/// <param name="StatusCode">HTTP status; null where no answer came.</param>
/// <param name="Error">Code and sentence of the error; null after a success.</param>
/// <param name="NextAttemptAt">When it is tried again; null unless pending.</param>
public sealed record WebhookAttempt(WebhookState State, int? StatusCode, string? Error, DateTimeOffset? NextAttemptAt);
