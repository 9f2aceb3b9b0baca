using System.IO.Compression;
using ImageBatch.Model;

namespace ImageBatch.Recompression.Png.Decoding;

/// <summary>The decompressed image data, read in portions that the caller knows; never more than those.</summary>
internal sealed class Inflater(ReadOnlyMemory<byte> file, PngFile png) : IDisposable
{
    /// <summary>No stream of deflate (RFC 1951) grows beyond this: two bits can stand for 258 bytes.</summary>
    public const int LargestRatio = 1032;

    /// <summary>How often data are read that the image does not need, each time 4 KiB at most.</summary>
    private const int MostRests = 16;

    /// <summary>FDICT, a bit of the second byte (RFC 1950, 2.2).</summary>
    private const byte PresetDictionary = 0x20;

    private readonly DataStream _data = new(file, png);
    private ZLibStream? _stream;

    /// <summary>Fills a buffer.</summary>
    public void Read(Span<byte> target)
    {
        _stream ??= Open();
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

    /// <summary>
    /// Reads to the checksum of the data, which shows whether they were right. What comes before it is of no image; if that
    /// is long, it is not read to its end.
    /// </summary>
    public void End()
    {
        Span<byte> rest = stackalloc byte[4096];
        for (var i = 0; i < MostRests && ReadSome(rest) > 0; i++)
        {
        }

        if (_data.HasRunOut)
        {
            throw Incomplete();
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _data.Dispose();
    }

    private ZLibStream Open()
    {
        // A dictionary of its own is not allowed (PNG, 10.1), and not for the decompressor to find.
        Span<byte> header = stackalloc byte[2];
        using var peek = new DataStream(file, png);
        peek.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return (header[1] & PresetDictionary) == 0
            ? new ZLibStream(_data, CompressionMode.Decompress)
            : throw PngErrors.Corrupt("its compressed data need a dictionary");
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
