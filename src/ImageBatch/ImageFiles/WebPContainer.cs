using System.Buffers.Binary;
using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>The chunks of a WebP, up to the length that its header tells (RFC 9649, section 2).</summary>
internal static class WebPContainer
{
    private const int LengthField = 4;

    public static bool EndsEarly(HeaderBytes file)
    {
        var end = EndOf(file);
        if (end > file.Length)
        {
            return true;
        }

        for (long position = WebPChunk.First; WebPChunk.TryRead(file, position, end, out var chunk); position = chunk.End)
        {
            if (chunk.DataEnd > file.Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Refuses an image with more chunks than lists of them should have places.</summary>
    /// <exception cref="Model.ImageException">There are too many.</exception>
    public static void EnsureFewChunks(HeaderBytes file)
    {
        var count = 0;
        for (long position = WebPChunk.First; WebPChunk.TryRead(file, position, EndOf(file), out var chunk); position = chunk.End)
        {
            PartLimit.Check(++count, file, "chunks");
        }
    }

    public static void WriteWithoutMetadata(HeaderBytes file, ref FileWriter output)
    {
        if (!TryRead(file, WebPChunk.First, EndOf(file), out var first))
        {
            throw file.Broken("its length leaves no room for an image");
        }

        output.Add(file.Slice(0, WebPChunk.First));
        if (first.Is(file, "VP8X"u8))
        {
            WriteExtended(file, first, ref output);
        }
        else
        {
            Copy(file, first, EndOf(file), ref output);
        }

        SetLength(ref output, LengthField);
    }

    private static long EndOf(HeaderBytes file) => WebPChunk.HeaderLength + (long)file.UInt32LittleEndian(LengthField);

    private static void WriteExtended(HeaderBytes file, WebPChunk canvas, ref FileWriter output)
    {
        var end = EndOf(file);
        WebPChunk exif = default;
        for (var position = canvas.End; TryRead(file, position, end, out var chunk); position = chunk.End)
        {
            exif = chunk.Is(file, "EXIF"u8) ? chunk : exif;
        }

        Span<byte> buffer = stackalloc byte[ExifOrientation.MinimalLength];
        var orientation = ExifOrientation.Reduce(file.Slice(exif.Data, exif.DataLength), buffer);
        var flags = file.Byte(canvas.Data) & (WebPHeader.AnimationFlag | WebPHeader.AlphaFlag | WebPHeader.ProfileFlag);
        output.Add("VP8X"u8);
        output.Add(WebPHeader.CanvasLength, 0, 0, 0);
        output.Add((byte)(orientation.IsEmpty ? flags : flags | WebPHeader.ExifFlag), 0, 0, 0);
        output.Add(file.Slice(canvas.Data + 4, WebPHeader.CanvasLength - 4));
        for (var position = canvas.End; TryRead(file, position, end, out var chunk); position = chunk.End)
        {
            if (chunk == exif && !orientation.IsEmpty)
            {
                output.Add("EXIF"u8);
                output.Add((byte)orientation.Length, 0, 0, 0);
                output.Add(orientation);
                Pad(chunk, end, ref output);
            }
            else if (chunk.Is(file, "ANMF"u8))
            {
                WriteFrame(file, chunk, end, ref output);
            }
            else if (IsImage(file, chunk) || chunk.Is(file, "ICCP"u8) || chunk.Is(file, "ANIM"u8))
            {
                Copy(file, chunk, end, ref output);
            }
        }
    }

    /// <summary>Chunks of no known kind may stand in a frame too (section 2.7.1.1).</summary>
    private static void WriteFrame(HeaderBytes file, WebPChunk frame, long end, ref FileWriter output)
    {
        var start = output.Length;
        output.Add(file.Slice(frame.Start, WebPChunk.HeaderLength));
        output.Add(file.Slice(frame.Data, Math.Min(frame.DataLength, WebPHeader.FrameHeader)));
        var position = frame.Data + WebPHeader.FrameHeader;
        for (; TryRead(file, position, frame.DataEnd, out var chunk); position = chunk.End)
        {
            if (IsImage(file, chunk))
            {
                Copy(file, chunk, frame.DataEnd, ref output);
            }
        }

        SetLength(ref output, start + LengthField);
        Pad(frame, end, ref output);
    }

    private static bool IsImage(HeaderBytes file, WebPChunk chunk) => chunk.IsBitstream(file) || chunk.Is(file, "ALPH"u8);

    /// <summary>Reads a chunk that has to end where the one around it does, or before.</summary>
    private static bool TryRead(HeaderBytes file, long offset, long end, out WebPChunk chunk)
    {
        var isThere = WebPChunk.TryRead(file, offset, end, out chunk);
        return isThere && chunk.DataEnd > end ? throw file.Broken("a chunk is longer than what it is in") : isThere;
    }

    private static void Copy(HeaderBytes file, WebPChunk chunk, long end, ref FileWriter output)
    {
        output.Add(file.Slice(chunk.Start, chunk.DataEnd - chunk.Start));
        Pad(chunk, end, ref output);
    }

    /// <summary>Pads to an even length, unless the padding is missing that the chunk should have.</summary>
    private static void Pad(WebPChunk chunk, long end, ref FileWriter output)
    {
        if ((output.Length & 1) != 0 && chunk.End <= end)
        {
            output.Add(0);
        }
    }

    private static void SetLength(ref FileWriter output, int field) => BinaryPrimitives.WriteInt32LittleEndian(
        output.Written[field..], output.Length - field - LengthField);
}
