using System.IO.Compression;
using ImageBatch.Model;

namespace ImageBatch.Recompression.Png.Decoding;

/// <summary>The decompressed image data, read in portions that the caller knows; never more than those.</summary>
internal sealed class Inflater(ReadOnlyMemory<byte> file, PngFile png) : IDisposable
{
    /// <summary>No stream of deflate (RFC 1951) grows beyond this: two bits can stand for 258 bytes.</summary>
    public const int LargestRatio = 1032;

    private readonly DataStream _data = new(file, png);
    private ZLibStream? _stream;

    /// <summary>Fills a buffer.</summary>
    public void Read(Span<byte> target)
    {
        _stream ??= new ZLibStream(_data, CompressionMode.Decompress);
        while (!target.IsEmpty)
        {
            var count = ReadSome(target);
            if (count == 0)
            {
                // The stream has its end, or its data have.
                throw Incomplete();
            }

            target = target[count..];
        }
    }

    /// <summary>Reads to the checksum of the data. What else may come before it is of no image, and not read.</summary>
    public void End()
    {
        Span<byte> rest = stackalloc byte[1];
        _ = ReadSome(rest);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _data.Dispose();
    }

    private int ReadSome(Span<byte> target)
    {
        try
        {
            return _stream!.Read(target);
        }
        catch (InvalidDataException exception)
        {
            throw _data.IsAtEnd && !png.IsEnded
                ? PngErrors.Truncated()
                : PngErrors.Corrupt("its compressed data are broken", exception);
        }
    }

    private ImageException Incomplete() =>
        png.IsEnded ? PngErrors.Corrupt("its image data end before the image does") : PngErrors.Truncated();
}
