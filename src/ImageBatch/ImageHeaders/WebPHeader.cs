using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>WebP (RFC 9649, section 2): the simple lossy, simple lossless and extended layouts.</summary>
internal static class WebPHeader
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int FrameHeader = 16;
    private const byte AlphaFlag = 0x10;
    private const byte AnimationFlag = 0x02;

    public static ImageHeader Read(HeaderBytes file)
    {
        var type = file.Slice(RiffHeader, 4);
        const int data = RiffHeader + ChunkHeader;
        if (type.SequenceEqual("VP8X"u8))
        {
            return Extended(file, data);
        }

        if (!IsBitstream(type))
        {
            throw file.Corrupt("its first chunk is of no known kind");
        }

        var (width, height) = WebPBitstream.SizeOf(file, type, data);
        return Header(file, width, height, WebPBitstream.HasAlpha(file, type, data));
    }

    private static ImageHeader Extended(HeaderBytes file, int data)
    {
        if (file.UInt32LittleEndian(RiffHeader + 4) < 10)
        {
            throw file.Corrupt("its VP8X chunk is too short");
        }

        var flags = file.Byte(data);
        var width = file.UInt24LittleEndian(data + 4) + 1;
        var height = file.UInt24LittleEndian(data + 7) + 1;
        if ((long)width * height > uint.MaxValue)
        {
            throw file.Corrupt("its canvas is larger than any WebP may be");
        }

        var animated = (flags & AnimationFlag) != 0;
        var frames = 0;
        var orientation = 1;
        var position = data + 10L;
        position += file.UInt32LittleEndian(RiffHeader + 4) - 10;
        for (position += position & 1; file.Has(position, ChunkHeader); position = Next(file, position))
        {
            var type = file.Slice(position, 4);
            if (animated && type.SequenceEqual("ANMF"u8) && file.Has(position + ChunkHeader, FrameHeader))
            {
                CheckFrame(file, position, width, height);
                if (++frames == ImageHeaderReader.MaxFrames)
                {
                    break;
                }
            }
            else if (!animated && IsBitstream(type))
            {
                CheckSize(file, position, file.Length, width, height);
            }
            else if (type.SequenceEqual("EXIF"u8))
            {
                var length = file.UInt32LittleEndian(position + 4);
                orientation = file.Has(position + ChunkHeader, length)
                    ? ExifOrientation.Read(file.Slice(position + ChunkHeader, length))
                    : 1;
            }
        }

        return Header(file, width, height, (flags & AlphaFlag) != 0, Math.Max(frames, 1), orientation);
    }

    private static ImageHeader Header(
        HeaderBytes file, int width, int height, bool hasAlpha, int frames = 1, int orientation = 1) => new()
        {
            Format = ImageFormat.WebP,
            Width = file.Dimension(width, "width"),
            Height = file.Dimension(height, "height"),
            Length = file.Length,
            Frames = frames,
            Orientation = orientation,
            Components = hasAlpha ? 4 : 3,
            Precision = 8,
        };

    /// <summary>A frame lies on the canvas, so that the canvas bounds the pixels to decode (section 2.7.1.1).</summary>
    private static void CheckFrame(HeaderBytes file, long chunk, int canvasWidth, int canvasHeight)
    {
        var data = chunk + ChunkHeader;
        var left = 2 * file.UInt24LittleEndian(data);
        var top = 2 * file.UInt24LittleEndian(data + 3);
        var width = file.UInt24LittleEndian(data + 6) + 1;
        var height = file.UInt24LittleEndian(data + 9) + 1;
        if (left + width > canvasWidth || top + height > canvasHeight)
        {
            throw file.Corrupt("a frame reaches beyond the canvas");
        }

        var end = Math.Min(file.Length, Next(file, chunk));
        for (var inner = data + FrameHeader; inner <= end - ChunkHeader; inner = Next(file, inner))
        {
            if (IsBitstream(file.Slice(inner, 4)))
            {
                CheckSize(file, inner, end, width, height);
            }
        }
    }

    /// <summary>The image data must not be of another size than the container says.</summary>
    private static void CheckSize(HeaderBytes file, long chunk, long end, int width, int height)
    {
        var data = chunk + ChunkHeader;
        if (end - data < WebPBitstream.HeaderLength)
        {
            return;
        }

        if (WebPBitstream.SizeOf(file, file.Slice(chunk, 4), data) != (width, height))
        {
            throw file.Corrupt("its image data are of another size than its canvas or frame");
        }
    }

    private static bool IsBitstream(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8);

    /// <summary>Chunks are padded to an even length.</summary>
    private static long Next(HeaderBytes file, long chunk)
    {
        var length = (long)file.UInt32LittleEndian(chunk + 4);
        return chunk + ChunkHeader + length + (length & 1);
    }
}
