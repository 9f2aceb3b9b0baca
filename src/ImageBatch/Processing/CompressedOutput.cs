using ImageBatch.Ports;

namespace ImageBatch.Processing;

/// <summary>An output in memory, with what its image has reserved. Disposing gives both back.</summary>
internal sealed class CompressedOutput : IDisposable
{
    private readonly OutputBuffer _buffer;
    private readonly ByteReservation _reservation;

    /// <summary>Takes over from the input: what was reserved for that counts the output from here on.</summary>
    public CompressedOutput(OutputBuffer buffer, CompressedImage image, DownloadBuffer input)
    {
        (_buffer, Image) = (buffer, image);
        _reservation = input.DetachReservation();
        _reservation.SetTo(buffer.Capacity);
    }

    public ReadOnlyMemory<byte> Content => _buffer.Content;

    public CompressedImage Image { get; }

    public void Dispose()
    {
        _buffer.Dispose();
        _reservation.Dispose();
    }
}
