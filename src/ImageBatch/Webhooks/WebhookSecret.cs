using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ImageBatch.Webhooks;

/// <summary>
/// A secret of Standard Webhooks 1.0 ("Signature scheme"): <c>whsec_</c> and 24 to 64 bytes in base64. Nothing shows what
/// it holds.
/// </summary>
internal sealed class WebhookSecret
{
    /// <summary>What a secret looks like, for messages: they never repeat one that is wrong.</summary>
    public const string Form =
        "whsec_ and 24 to 64 random bytes in base64, as in \"whsec_$(openssl rand -base64 32)\"";

    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>Reads a secret. As strict as the strictest library of receivers: padded, and without white space.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        var key = new byte[MaxBytes];
        var length = 0;
        var valid = text is not null
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && !text.Any(char.IsWhiteSpace)
            && Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), key, out length)
            && length >= MinBytes;
        secret = valid ? new WebhookSecret(key[..length]) : null;
        return valid;
    }

    /// <summary>Reads secrets.</summary>
    /// <exception cref="ArgumentException">One is none. The message does not repeat it.</exception>
    public static WebhookSecret[] ParseAll(IEnumerable<string> secrets) =>
        [.. secrets.Select(text => TryParse(text, out var secret)
            ? secret
            : throw new ArgumentException($"A webhook secret is {Form}.", nameof(secrets)))];

    /// <summary>Signs <c>id.timestamp.body</c> with HMAC-SHA256.</summary>
    public byte[] Sign(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
