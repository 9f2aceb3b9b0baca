using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>
/// Idempotency keys as they are stored: the SHA-256 of their UTF-16 code units. Databases differ in how they compare
/// text (case, accents, spaces at the end); all of them compare bytes alike.
/// </summary>
internal static class IdempotencyKeys
{
    public static byte[]? Hash(string? key) =>
        key is null ? null : SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan()));
}
