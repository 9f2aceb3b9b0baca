namespace ImageBatch.Benchmarks.Native;

/// <summary>The shape of decoded pixels, and the chroma sampling they were coded with.</summary>
internal readonly record struct TurboJpegFrame(int Width, int Height, int Channels, int Format, int Sampling)
{
    public int Pitch => Width * Channels;

    public long Bytes => (long)Pitch * Height;
}
