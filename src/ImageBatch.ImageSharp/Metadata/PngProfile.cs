using System.Buffers.Binary;
using System.IO.Compression;
using ImageBatch.ImageSharp.Decoding;
using SixLabors.ImageSharp.Metadata.Profiles.Icc;

namespace ImageBatch.ImageSharp.Metadata;

/// <summary>The iCCP chunk (third edition, 11.3.2.3), which the library neither reads nor writes.</summary>
internal static class PngProfile
{
    // A profile is rarely more than 1 MiB; larger ones are dropped.
    private const int LongestProfile = 4 << 20;

    // The signature, and IHDR with what is around it. The profile comes next.
    private const int HeaderEnd = 8 + 12 + 13;

    /// <summary>The profile, or null where there is none that can be read: as browsers do, who show the image without.</summary>
    public static IccProfile? Read(ReadOnlyMemory<byte> file)
    {
        var data = PngChunks.Of(file).TakeWhile(chunk => chunk.Type != "IDAT").FirstOrDefault(chunk => chunk.Type == "iCCP").Data;
        var name = data.Span.IndexOf((byte)0);
        if (name < 0 || data.Length > LongestProfile || name + 2 > data.Length)
        {
            return null;
        }

        try
        {
            // Behind the name its end and the only method of compression.
            using var inflater = new ZLibStream(new MemoryStream(data[(name + 2)..].ToArray()), CompressionMode.Decompress);
            var content = new byte[LongestProfile];
            var length = inflater.ReadAtLeast(content, LongestProfile, throwOnEndOfStream: false);
            return length < LongestProfile ? new IccProfile(content[..length]) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Copies a PNG, with a profile that it has not had where there is one.</summary>
    public static void Write(ReadOnlySpan<byte> png, IccProfile? profile, Stream output)
    {
        output.Write(png[..HeaderEnd]);
        if (profile is not null)
        {
            using var chunk = new MemoryStream();

            // Room for the length; the type; the profile's name, of one letter, its end and the method of compression.
            chunk.Write("\0\0\0\0iCCPi\0\0"u8);
            using (var deflater = new ZLibStream(chunk, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                deflater.Write(profile.ToByteArray());
            }

            // Room for the checksum.
            chunk.Write("\0\0\0\0"u8);
            var bytes = chunk.ToArray().AsSpan();
            BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - 12);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[^4..], Checksum(bytes[4..^4]));
            output.Write(bytes);
        }

        output.Write(png[HeaderEnd..]);
    }

    /// <summary>The checksum of annex D, bit by bit: profiles are short.</summary>
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }
}
