namespace ImageBatch.Benchmarks.Contenders;

/// <summary>Something that makes an image smaller. Warm calls reuse all memory, so that only work is measured.</summary>
internal interface IContender : IDisposable
{
    string Name { get; }

    /// <summary>Compresses a file into <see cref="Output"/>.</summary>
    /// <exception cref="Exception">It cannot take the file; the message says why.</exception>
    void Compress(byte[] input);

    /// <summary>What the last call made, valid until the next.</summary>
    ReadOnlySpan<byte> Output { get; }
}
