namespace ImageBatch.Diagnostics;

/// <summary>
/// Names the moments at which something is done and not yet known to whoever asked for it. The crash tests end their
/// worker at each of them; in any other process nobody listens, and a point costs a comparison.
/// </summary>
internal static class CrashPoint
{
    /// <summary>Every row of an upload is staged; nothing is sealed.</summary>
    public const string Staged = "staged";

    /// <summary>The job is in the store; its uploader has no answer.</summary>
    public const string Accepted = "accepted";

    /// <summary>A start is in the store; the codec has not been called.</summary>
    public const string Started = "started";

    /// <summary>An output is in the image store; its result is nowhere.</summary>
    public const string OutputSaved = "output-saved";

    /// <summary>A result is in the store; its delivery is not acknowledged.</summary>
    public const string ResultSaved = "result-saved";

    /// <summary>The old run's webhook body is fixed; the job is not changed.</summary>
    public const string RetryPrepared = "retry-prepared";

    /// <summary>The next run is in the store; nobody has been told.</summary>
    public const string RetryAccepted = "retry-accepted";

    /// <summary>The receiver has answered a webhook; the attempt is not in the store.</summary>
    public const string WebhookPosted = "webhook-posted";

    /// <summary>Called with each point as it is reached.</summary>
    public static Action<string>? Reached { get; set; }

    public static void Reach(string point) => Reached?.Invoke(point);
}
