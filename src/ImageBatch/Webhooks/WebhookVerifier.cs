using System.Globalization;
using System.Security.Cryptography;

namespace ImageBatch.Webhooks;

/// <summary>
/// Tells a receiver whether a webhook comes from a sender that shares a secret with it, by the rules of Standard Webhooks
/// 1.0, whoever the sender is.
/// </summary>
/// <remarks>
/// Thread-safe. What is valid may still come more than once: a receiver that must act once remembers the
/// <c>webhook-id</c>, which is the same over all tries.
/// </remarks>
public sealed class WebhookVerifier
{
    private readonly WebhookSecret[] _secrets;
    private readonly TimeProvider _time;

    /// <summary>Creates a verifier.</summary>
    /// <param name="secrets">
    /// <c>whsec_</c> and 24 to 64 bytes in base64, at least one. Several while a secret is replaced: any of them will do.
    /// </param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">There is no secret, or one is not of that form. The message does not repeat it.</exception>
    public WebhookVerifier(IEnumerable<string> secrets, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _secrets = WebhookSecret.ParseAll(secrets);
        _time = time ?? TimeProvider.System;
        if (_secrets.Length == 0)
        {
            throw new ArgumentException("Nothing can be verified without a secret.", nameof(secrets));
        }
    }

    /// <summary>How far the webhook's timestamp may be from now, to either side. Default 5 minutes.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Judges a webhook. What a stranger may send is an answer, never an exception.</summary>
    /// <param name="id">The header <c>webhook-id</c>; null where it is missing.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>; null where it is missing.</param>
    /// <param name="signature">The header <c>webhook-signature</c>; null where it is missing.</param>
    /// <param name="body">The body's bytes as they came: JSON that was read and written again is not the same.</param>
    public WebhookVerification Verify(string? id, string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signature))
        {
            return WebhookVerification.MissingHeader;
        }

        // Full stops divide what is signed: with one in the id, other parts could be read into the same bytes.
        if (id.Contains('.', StringComparison.Ordinal)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sentAt))
        {
            return WebhookVerification.InvalidHeader;
        }

        var age = _time.GetUtcNow().ToUnixTimeSeconds() - sentAt;
        if (Math.Abs(age) > Tolerance.TotalSeconds)
        {
            return age > 0 ? WebhookVerification.TooOld : WebhookVerification.TooNew;
        }

        return IsSigned(id, timestamp, signature, body)
            ? WebhookVerification.Valid
            : WebhookVerification.NoMatchingSignature;
    }

    private bool IsSigned(string id, string timestamp, string header, ReadOnlySpan<byte> body)
    {
        var signatures = WebhookSignatures.Read(header).ToArray();
        var found = false;
        foreach (var secret in _secrets)
        {
            var expected = secret.Sign(id, timestamp, body);
            foreach (var signature in signatures)
            {
                found |= CryptographicOperations.FixedTimeEquals(signature, expected);
            }
        }

        return found;
    }
}
