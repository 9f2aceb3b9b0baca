using ImageBatch.Benchmarks.Native;

namespace ImageBatch.Benchmarks.Contenders;

/// <summary>
/// The yardstick: libjpeg-turbo decodes to pixels and encodes them again at the quality and the source's sampling,
/// with optimal Huffman tables, as <c>djpeg | cjpeg -optimize</c> would without the two processes.
/// </summary>
internal sealed class TurboJpegContender : IContender
{
    private readonly TurboJpegDecoder _decoder = new();
    private readonly TurboJpegEncoder _encoder = new();
    private readonly int _quality;
    private int _length;
    private byte[] _output = [];

    public TurboJpegContender(int quality)
    {
        _quality = quality;
        TurboJpeg.OptimizeCoding(true);
    }

    public string Name => "libjpeg-turbo";

    public ReadOnlySpan<byte> Output => _output.AsSpan(0, _length);

    public void Compress(byte[] input)
    {
        var frame = _decoder.Decode(input);
        var jpeg = _encoder.Encode(_decoder.Pixels, frame, _quality);
        if (_output.Length < jpeg.Length)
        {
            _output = new byte[jpeg.Length];
        }

        // A host needs the file in managed memory, as it has it from the other contenders.
        jpeg.CopyTo(_output);
        _length = jpeg.Length;
    }

    /// <summary>Whether this build of the library makes optimal tables when told to: the output is shorter then.</summary>
    public static bool Optimizes(byte[] input)
    {
        // A new encoder, because one that has made tables keeps them for the next image that asks for none.
        using var contender = new TurboJpegContender(quality: 50);
        TurboJpeg.OptimizeCoding(false);
        contender.Compress(input);
        var plain = contender._length;
        TurboJpeg.OptimizeCoding(true);
        contender.Compress(input);
        return contender._length < plain;
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _encoder.Dispose();
    }
}
