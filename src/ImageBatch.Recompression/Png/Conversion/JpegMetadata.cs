using System.Buffers.Binary;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Metadata;
using ImageBatch.Recompression.Jpeg.Output;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Conversion;

/// <summary>Says in the segments of a JPEG what the chunks of a PNG say: density, orientation, ICC profile.</summary>
internal static class JpegMetadata
{
    /// <summary>Most parameters of a segment, without the two bytes of their length.</summary>
    private const int LongestSegment = 65_533;

    /// <summary>The identifier of a profile's segment, its number, and how many there are (ICC.1, B.4).</summary>
    private const int ProfileOverhead = 14;

    /// <summary>Whether all metadata that a PNG would keep beside a new image can be kept in a JPEG.</summary>
    public static bool CanKeepAll(PngFile png)
    {
        foreach (var chunk in png.Chunks)
        {
            var isKept = !ChunkType.IsAncillary(chunk.Type)
                || !ChunkType.IsSafeToCopy(chunk.Type)
                || chunk.Type == ChunkType.Density
                || (chunk.Type == ChunkType.Exif && FitsExif(chunk));
            if (!isKept)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the segments.</summary>
    /// <param name="png">The PNG.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="profile">Its profile, or null.</param>
    /// <param name="keepMetadata">Whether Exif is kept as it is, and not its orientation alone.</param>
    /// <param name="plan">Takes them.</param>
    public static void Add(PngFile png, ReadOnlySpan<byte> file, byte[]? profile, bool keepMetadata, OutputPlan plan)
    {
        var density = png.Find(ChunkType.Density) is { } physical ? JfifDensity.Of(physical.Data(file)) : JfifDensity.None;
        var jfif = plan.AddSegment(Marker.App0, AppSegments.JfifLength);
        "JFIF\0"u8.CopyTo(jfif);
        (jfif[5], jfif[6], jfif[7]) = (1, 2, density.Unit);
        BinaryPrimitives.WriteUInt16BigEndian(jfif[8..], density.X);
        BinaryPrimitives.WriteUInt16BigEndian(jfif[10..], density.Y);
        jfif[12..].Clear();
        if (keepMetadata && png.Find(ChunkType.Exif) is { } exif && FitsExif(exif))
        {
            var whole = plan.AddSegment(Marker.App1, ExifOrientation.Identifier.Length + exif.DataLength);
            ExifOrientation.Identifier.CopyTo(whole);
            exif.Data(file).CopyTo(whole[ExifOrientation.Identifier.Length..]);
        }
        else if (png.Orientation != 1)
        {
            ExifOrientation.Write(png.Orientation, plan.AddSegment(Marker.App1, ExifOrientation.Minimal.Length));
        }

        AddProfile(profile ?? [], plan);
    }

    private static bool FitsExif(Chunk chunk) => chunk.DataLength <= LongestSegment - ExifOrientation.Identifier.Length;

    private static void AddProfile(ReadOnlySpan<byte> profile, OutputPlan plan)
    {
        var most = LongestSegment - ProfileOverhead;
        var count = (profile.Length + most - 1) / most;
        for (var number = 1; number <= count; number++)
        {
            var part = profile[..Math.Min(most, profile.Length)];
            var segment = plan.AddSegment(Marker.App2, ProfileOverhead + part.Length);
            "ICC_PROFILE\0"u8.CopyTo(segment);
            (segment[12], segment[13]) = ((byte)number, (byte)count);
            part.CopyTo(segment[ProfileOverhead..]);
            profile = profile[part.Length..];
        }
    }
}
