namespace ImageBatch.Webhooks;

/// <summary>The header <c>webhook-signature</c>: a signature a secret, with a space between two.</summary>
internal static class WebhookSignatures
{
    private const string Version = "v1,";

    /// <summary>Signs with every secret, so that a receiver may know the old or the new one while they are replaced.</summary>
    public static string Sign(
        IEnumerable<WebhookSecret> secrets, string id, string timestamp, ReadOnlyMemory<byte> body) => string.Join(
            ' ', secrets.Select(secret => Version + Convert.ToBase64String(secret.Sign(id, timestamp, body.Span))));

    /// <summary>Reads the signatures of a header; those of another scheme, and what is none, are passed over.</summary>
    public static IEnumerable<byte[]> Read(string header)
    {
        foreach (var signature in header.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var bytes = new byte[signature.Length];
            if (signature.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(signature.AsSpan(Version.Length), bytes, out var length))
            {
                yield return bytes[..length];
            }
        }
    }
}
