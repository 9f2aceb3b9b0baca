using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;

namespace ImageBatch.SampleHost.Security;

/// <summary>The key that callers need. Only its hash is kept, so that keys are compared at one length and in constant time.</summary>
internal sealed class ApiKeyOptions : AuthenticationSchemeOptions
{
    private byte[] _hash = [];

    /// <summary>Names who has the key, and does not tell the key.</summary>
    public string Caller { get; private set; } = "";

    public void SetKey(string key)
    {
        _hash = Hash(key);
        Caller = Convert.ToHexStringLower(Hash($"ImageBatch caller {key}")[..8]);
    }

    public bool Accepts(string key) => CryptographicOperations.FixedTimeEquals(Hash(key), _hash);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
