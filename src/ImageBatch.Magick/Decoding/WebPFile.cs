using System.Buffers.Binary;

namespace ImageBatch.Magick.Decoding;

/// <summary>What ImageMagick does not say of a WebP (RFC 9649, section 2).</summary>
internal static class WebPFile
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int FrameHeader = 16;

    /// <summary>Whether the first image of the file is coded without loss.</summary>
    public static bool IsLossless(ReadOnlySpan<byte> file)
    {
        for (var at = RiffHeader; TryReadChunk(file, at, out var type, out var data); at = Next(file, at))
        {
            if (type.SequenceEqual("ANMF"u8) && data.Length >= FrameHeader + 4)
            {
                type = data.Slice(FrameHeader, 4);
            }

            // A lossy image with alpha begins with an ALPH chunk.
            if (type.SequenceEqual("VP8L"u8) || type.SequenceEqual("VP8 "u8) || type.SequenceEqual("ALPH"u8))
            {
                return type.SequenceEqual("VP8L"u8);
            }
        }

        return false;
    }

    /// <summary>How long each frame is shown, in milliseconds; ImageMagick rounds them to hundredths of a second.</summary>
    public static List<uint> Durations(ReadOnlySpan<byte> file)
    {
        var durations = new List<uint>();
        for (var at = RiffHeader; TryReadChunk(file, at, out var type, out var data); at = Next(file, at))
        {
            if (type.SequenceEqual("ANMF"u8) && data.Length >= FrameHeader)
            {
                durations.Add(BinaryPrimitives.ReadUInt32LittleEndian(data[12..]) & 0xFF_FFFF);
            }
        }

        return durations;
    }

    private static bool TryReadChunk(
        ReadOnlySpan<byte> file, int at, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data)
    {
        type = data = [];
        if (at < 0 || at > file.Length - ChunkHeader)
        {
            return false;
        }

        type = file.Slice(at, 4);
        data = file[(at + ChunkHeader)..];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
        data = length < data.Length ? data[..(int)length] : data;
        return true;
    }

    /// <summary>Chunks are padded to an even length; negative where the next would begin behind any file.</summary>
    private static int Next(ReadOnlySpan<byte> file, int at)
    {
        var length = (long)BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
        var next = at + ChunkHeader + length + (length & 1);
        return next <= file.Length ? (int)next : -1;
    }
}
