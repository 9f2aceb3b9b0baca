using ImageBatch.Ports;

namespace ImageBatch.Processing;

/// <summary>An output in memory, with what its image has reserved. Disposing gives both back.</summary>
internal sealed class CompressedOutput(
    OutputBuffer buffer, CompressedImage image, long bytesIn, ByteReservation reservation) : IDisposable
{
    public ReadOnlyMemory<byte> Content => buffer.Content;

    public CompressedImage Image => image;

    public long BytesIn => bytesIn;

    public void Dispose()
    {
        buffer.Dispose();
        reservation.Dispose();
    }
}
