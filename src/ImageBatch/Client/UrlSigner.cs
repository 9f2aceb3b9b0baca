using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ImageBatch.Client;

/// <summary>
/// Signs what the URL of an output or a result CSV names, and tells whether a URL was signed so
/// (<see cref="SignedUrlOptions"/>).
/// </summary>
/// <remarks>
/// What is signed is the path below the API's prefix, since the prefix, the host and the scheme may be others outside
/// than inside. Thread-safe.
/// </remarks>
public sealed class UrlSigner
{
    /// <summary>The query parameter that holds the signature.</summary>
    public const string SignatureParameter = "signature";

    /// <summary>The query parameter that says, in seconds since 1970, until when the signature is good.</summary>
    public const string ExpiresParameter = "expires";

    private static readonly byte[] Purpose = "ImageBatch signed URLs"u8.ToArray();

    private readonly byte[][] _keys;
    private readonly TimeSpan? _lifetime;
    private readonly TimeProvider _time;

    /// <summary>Creates a signer.</summary>
    public UrlSigner(IOptions<ImageBatchOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var signed = options.Value.SignedUrls;
        _keys = [.. signed.Secrets.Select(KeyOf)];
        _lifetime = signed.Lifetime;
        _time = time;
    }

    /// <summary>Whether URLs are signed: whether there is a secret.</summary>
    public bool IsEnabled => _keys.Length > 0;

    /// <summary>Tells whether a path was signed with one of the secrets, and still is good.</summary>
    /// <param name="path">The path below the API's prefix, as in <c>download/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa</c>.</param>
    /// <param name="expires">What <see cref="ExpiresParameter"/> says; null where it is missing.</param>
    /// <param name="signature">What <see cref="SignatureParameter"/> says; null where it is missing.</param>
    public bool IsValid(string path, string? expires, string? signature)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (signature is null || IsOver(expires))
        {
            return false;
        }

        var given = Encoding.UTF8.GetBytes(signature);
        var valid = false;
        foreach (var key in _keys)
        {
            valid |= CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Sign(key, path, expires)));
        }

        return valid;
    }

    /// <summary>The path with its signature; as it is where URLs are not signed.</summary>
    internal string Sign(string path)
    {
        if (!IsEnabled)
        {
            return path;
        }

        var expires = _lifetime is { } lifetime
            ? (_time.GetUtcNow() + lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            : null;
        var until = expires is null ? "" : $"{ExpiresParameter}={expires}&";
        return $"{path}?{until}{SignatureParameter}={Sign(_keys[0], path, expires)}";
    }

    private bool IsOver(string? expires) => expires is not null
        && !(long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && _time.GetUtcNow().ToUnixTimeSeconds() < until);

    private static string Sign(byte[] key, string path, string? expires) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{path}\n{expires}")));

    // A key of its own: what else the secret is used for, an API key maybe, is not what signs.
    private static byte[] KeyOf(string secret) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), HMACSHA256.HashSizeInBytes, info: Purpose);
}
