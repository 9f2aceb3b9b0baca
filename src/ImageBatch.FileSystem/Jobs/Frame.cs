using System.Buffers.Binary;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>A piece of a file that is read on its own: length and checksum (four bytes each), then the payload.</summary>
internal static class Frame
{
    public const int HeaderLength = 8;

    /// <summary>Begins a frame; what is written until <see cref="End"/> is its payload.</summary>
    public static int Begin(ByteWriter writer)
    {
        var start = writer.Length;
        writer.Reserve(HeaderLength);
        return start;
    }

    public static void End(ByteWriter writer, int start)
    {
        var frame = writer.Between(start, writer.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum.Of(frame[..4], frame[HeaderLength..]));
    }

    /// <summary>Length of the whole frame that these bytes begin; -1 where no frame can be so long.</summary>
    public static long LengthOf(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        return length < 0 ? -1 : (long)length + HeaderLength;
    }

    /// <summary>The payload of a whole frame; false where a byte of it is not as it was written.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (frame.Length < HeaderLength || LengthOf(frame) != frame.Length
            || Checksum.Of(frame[..4], frame[HeaderLength..]) != BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]))
        {
            return false;
        }

        payload = frame[HeaderLength..];
        return true;
    }
}
