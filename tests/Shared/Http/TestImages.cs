using System.Buffers.Binary;

namespace ImageBatch.Testing;

/// <summary>Images that are made on the spot.</summary>
internal static class TestImages
{
    /// <summary>A bitmap of one row whose file has exactly this many bytes, filled by the seed.</summary>
    public static byte[] Bmp(int length = 1_000, int seed = 0)
    {
        var file = new byte[Math.Max(length, 54 + 4)];
        new Random(seed).NextBytes(file);
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(6), 0);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        file.AsSpan(30, 24).Clear();
        return file;
    }
}
