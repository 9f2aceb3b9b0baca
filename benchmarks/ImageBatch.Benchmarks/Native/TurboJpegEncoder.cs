using System.Runtime.InteropServices;

namespace ImageBatch.Benchmarks.Native;

/// <summary>Encodes pixels as JPEG with the sampling they came with.</summary>
internal sealed class TurboJpegEncoder : IDisposable
{
    private readonly nint _handle = TurboJpeg.InitCompress();
    private readonly NativeBuffer _jpeg = new();

    /// <summary>The file; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(nint pixels, TurboJpegFrame frame, int quality)
    {
        var size = TurboJpeg.BufferSize(frame.Width, frame.Height, frame.Sampling);
        _jpeg.Ensure((long)size.Value);
        var address = _jpeg.Address;
        var result = TurboJpeg.Compress(
            _handle,
            pixels,
            frame.Width,
            frame.Pitch,
            frame.Height,
            frame.Format,
            ref address,
            ref size,
            frame.Sampling,
            quality,
            TurboJpeg.NoReallocation | TurboJpeg.AccurateTransform);
        return result == 0
            ? _jpeg.Read(checked((int)size.Value))
            : throw new TurboJpegException(Marshal.PtrToStringUTF8(TurboJpeg.GetError(_handle)) ?? "unknown error");
    }

    public void Dispose()
    {
        _ = TurboJpeg.Destroy(_handle);
        _jpeg.Dispose();
    }
}
