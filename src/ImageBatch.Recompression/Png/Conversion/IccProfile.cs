using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageBatch.Recompression.Png.Conversion;

/// <summary>The profile in an iCCP chunk (PNG, clause 11.3.2.3).</summary>
internal static class IccProfile
{
    /// <summary>Longest profile that is taken: those of displays and cameras have a few kilobytes.</summary>
    public const int LongestProfile = 1 << 20;

    private const int LongestName = 79;

    // Of the profile's header (ICC.1, 7.2).
    private const int HeaderLength = 128;
    private const int ColourSpaceOffset = 16;
    private const int SignatureOffset = 36;

    /// <summary>Inflates a profile, no further than its own header says.</summary>
    /// <param name="chunk">The data of the chunk.</param>
    /// <param name="isColour">Whether the profile has to be one of RGB, or else of grey.</param>
    /// <returns>The profile, or null where it is broken, too long or of other colours.</returns>
    public static byte[]? Read(ReadOnlyMemory<byte> chunk, bool isColour)
    {
        // A name, a zero, and the method of compression, which is zero too.
        var name = chunk.Span[..Math.Min(chunk.Length, LongestName + 1)].IndexOf((byte)0);
        if (name < 1 || chunk.Length > LongestProfile || chunk.Length < name + 2 || chunk.Span[name + 1] != 0)
        {
            return null;
        }

        try
        {
            using var stream = new ZLibStream(new MemoryStream(chunk[(name + 2)..].ToArray()), CompressionMode.Decompress);
            Span<byte> header = stackalloc byte[HeaderLength];
            stream.ReadExactly(header);
            var length = BinaryPrimitives.ReadUInt32BigEndian(header);
            var isFit = header[SignatureOffset..].StartsWith("acsp"u8)
                && header[ColourSpaceOffset..].StartsWith(isColour ? "RGB "u8 : "GRAY"u8)
                && length is > HeaderLength and <= LongestProfile;
            if (!isFit)
            {
                return null;
            }

            var profile = new byte[length];
            header.CopyTo(profile);
            stream.ReadExactly(profile.AsSpan(HeaderLength));
            return profile;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }
}
