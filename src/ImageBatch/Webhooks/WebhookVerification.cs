namespace ImageBatch.Webhooks;

/// <summary>Whether a webhook can be trusted, and if not, why.</summary>
public enum WebhookVerification
{
    /// <summary>It was signed with one of the secrets, lately, and came as it was signed.</summary>
    Valid,

    /// <summary><c>webhook-id</c>, <c>webhook-timestamp</c> or <c>webhook-signature</c> is missing or empty.</summary>
    MissingHeader,

    /// <summary>The timestamp is no whole number of seconds, or the id contains a full stop.</summary>
    InvalidHeader,

    /// <summary>The timestamp is further in the past than the tolerance: the webhook may have been recorded and sent again.</summary>
    TooOld,

    /// <summary>The timestamp is further in the future than the tolerance: one of the two clocks is wrong.</summary>
    TooNew,

    /// <summary>No signature is one of these secrets over this id, timestamp and body.</summary>
    NoMatchingSignature,
}
