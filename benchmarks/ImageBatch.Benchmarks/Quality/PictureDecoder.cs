using ImageBatch.Benchmarks.Native;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.Benchmarks.Quality;

/// <summary>
/// Decodes what is measured: JPEG by libjpeg-turbo, every other format by a general library, which gives
/// the picture on white.
/// </summary>
internal sealed class PictureDecoder : IDisposable
{
    private readonly TurboJpegDecoder? _jpeg = TurboJpeg.IsAvailable ? new() : null;

    /// <summary>The first frame; null where nothing here reads the format.</summary>
    /// <param name="file">The file.</param>
    /// <param name="asRgb">Whether it will be compared with a picture of another kind of file, as RGB then.</param>
    public Picture? Decode(ReadOnlySpan<byte> file, bool asRgb) =>
        ImageHeaderReader.Read(file).Format != ImageFormat.Jpeg || asRgb ? LibraryDecoder.Decode(file)
        : _jpeg is null ? null
        : Decode(_jpeg, file);

    public void Dispose() => _jpeg?.Dispose();

    private static Picture? Decode(TurboJpegDecoder decoder, ReadOnlySpan<byte> jpeg)
    {
        try
        {
            var frame = decoder.Decode(jpeg);
            return new Picture(frame.Width, frame.Height, frame.Channels, decoder.Read(frame).ToArray());
        }
        catch (TurboJpegException)
        {
            // A source that only other decoders take.
            return null;
        }
    }
}
