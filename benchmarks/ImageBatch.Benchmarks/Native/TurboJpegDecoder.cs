using System.Runtime.InteropServices;

namespace ImageBatch.Benchmarks.Native;

/// <summary>Decodes JPEG files to interleaved pixels: grey, RGB or CMYK as the file has it.</summary>
internal sealed class TurboJpegDecoder : IDisposable
{
    private readonly nint _handle = TurboJpeg.InitDecompress();
    private readonly NativeBuffer _pixels = new();

    /// <summary>The pixels of the last call, valid until the next.</summary>
    public nint Pixels => _pixels.Address;

    public TurboJpegFrame Decode(ReadOnlySpan<byte> jpeg)
    {
        var length = new CULong((nuint)jpeg.Length);
        Check(TurboJpeg.DecompressHeader(_handle, jpeg, length, out var width, out var height, out var sampling, out var colour));
        var (format, channels) = colour switch
        {
            TurboJpeg.ColourGrey => (TurboJpeg.FormatGrey, 1),
            TurboJpeg.ColourCmyk or TurboJpeg.ColourYcck => (TurboJpeg.FormatCmyk, 4),
            _ => (TurboJpeg.FormatRgb, 3),
        };
        var frame = new TurboJpegFrame(width, height, channels, format, sampling);
        _pixels.Ensure(frame.Bytes);
        Check(TurboJpeg.Decompress(
            _handle, jpeg, length, _pixels.Address, width, frame.Pitch, height, format, TurboJpeg.AccurateTransform));
        return frame;
    }

    public ReadOnlySpan<byte> Read(TurboJpegFrame frame) => _pixels.Read(checked((int)frame.Bytes));

    public void Dispose()
    {
        _ = TurboJpeg.Destroy(_handle);
        _pixels.Dispose();
    }

    private void Check(int result)
    {
        if (result != 0)
        {
            throw new TurboJpegException(Marshal.PtrToStringUTF8(TurboJpeg.GetError(_handle)) ?? "unknown error");
        }
    }
}
