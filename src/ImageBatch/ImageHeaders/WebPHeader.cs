using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>WebP (RFC 9649, section 2): the simple lossy, simple lossless and extended layouts.</summary>
internal static class WebPHeader
{
    /// <summary>What an ANMF chunk holds before the image data: place, size, duration and flags of a frame.</summary>
    public const int FrameHeader = 16;

    /// <summary>The least that a VP8X chunk holds: flags and the size of the canvas.</summary>
    public const int CanvasLength = 10;

    public const byte AnimationFlag = 0x02;
    public const byte ExifFlag = 0x08;
    public const byte AlphaFlag = 0x10;
    public const byte ProfileFlag = 0x20;

    public static ImageHeader Read(HeaderBytes file)
    {
        if (!WebPChunk.TryRead(file, WebPChunk.First, file.Length, out var chunk))
        {
            throw file.Truncated();
        }

        if (chunk.Is(file, "VP8X"u8))
        {
            return Extended(file, chunk);
        }

        if (!chunk.IsBitstream(file))
        {
            throw file.Corrupt("its first chunk is of no known kind");
        }

        var (width, height) = WebPBitstream.SizeOf(file, chunk.Type(file), chunk.Data);
        return Header(file, width, height, WebPBitstream.HasAlpha(file, chunk.Type(file), chunk.Data));
    }

    private static ImageHeader Extended(HeaderBytes file, WebPChunk canvas)
    {
        if (canvas.DataLength < CanvasLength)
        {
            throw file.Corrupt("its VP8X chunk is too short");
        }

        var flags = file.Byte(canvas.Data);
        var width = file.UInt24LittleEndian(canvas.Data + 4) + 1;
        var height = file.UInt24LittleEndian(canvas.Data + 7) + 1;
        if ((long)width * height > uint.MaxValue)
        {
            throw file.Corrupt("its canvas is larger than any WebP may be");
        }

        var animated = (flags & AnimationFlag) != 0;
        var frames = 0;
        var orientation = 1;
        for (var position = canvas.End; WebPChunk.TryRead(file, position, file.Length, out var chunk); position = chunk.End)
        {
            if (animated && chunk.Is(file, "ANMF"u8) && file.Has(chunk.Data, FrameHeader))
            {
                CheckFrame(file, chunk, width, height);
                if (++frames == ImageHeaderReader.MaxFrames)
                {
                    break;
                }
            }
            else if (!animated && chunk.IsBitstream(file))
            {
                CheckSize(file, chunk, file.Length, width, height);
            }
            else if (chunk.Is(file, "EXIF"u8))
            {
                orientation = file.Has(chunk.Data, chunk.DataLength)
                    ? ExifOrientation.Read(file.Slice(chunk.Data, chunk.DataLength))
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
    private static void CheckFrame(HeaderBytes file, WebPChunk frame, int canvasWidth, int canvasHeight)
    {
        var left = 2 * file.UInt24LittleEndian(frame.Data);
        var top = 2 * file.UInt24LittleEndian(frame.Data + 3);
        var width = file.UInt24LittleEndian(frame.Data + 6) + 1;
        var height = file.UInt24LittleEndian(frame.Data + 9) + 1;
        if (left + width > canvasWidth || top + height > canvasHeight)
        {
            throw file.Corrupt("a frame reaches beyond the canvas");
        }

        var end = Math.Min(file.Length, frame.End);
        var position = frame.Data + FrameHeader;
        for (; WebPChunk.TryRead(file, position, end, out var chunk); position = chunk.End)
        {
            if (chunk.IsBitstream(file))
            {
                CheckSize(file, chunk, end, width, height);
            }
        }
    }

    /// <summary>The image data must not be of another size than the container says.</summary>
    private static void CheckSize(HeaderBytes file, WebPChunk chunk, long end, int width, int height)
    {
        if (end - chunk.Data < WebPBitstream.HeaderLength)
        {
            return;
        }

        if (WebPBitstream.SizeOf(file, chunk.Type(file), chunk.Data) != (width, height))
        {
            throw file.Corrupt("its image data are of another size than its canvas or frame");
        }
    }
}
