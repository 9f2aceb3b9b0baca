using System.Buffers.Binary;
using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>AVIF 1.1: an ISO base media file with the brand avif (still images) or avis (sequences).</summary>
internal static class AvifHeader
{
    private const int MajorBrand = 8;
    private const int FirstCompatibleBrand = 16;

    /// <summary>Frames of a sequence that does not say how many it has.</summary>
    private const int UnknownFrames = 2;

    public static bool Matches(ReadOnlySpan<byte> file) => HasBrand(file, "avif"u8) || IsSequence(file);

    /// <summary>Whether the file says that it has a track of images.</summary>
    public static bool IsSequence(ReadOnlySpan<byte> file) => HasBrand(file, "avis"u8);

    public static ImageHeader Read(HeaderBytes file)
    {
        var isSequence = IsSequence(file.All);
        var (hasMeta, hasMovie) = FindTop(file, isSequence, out var meta, out var movie);
        if (!hasMeta && !hasMovie)
        {
            throw file.Truncated();
        }

        // Where there are both, decoders choose the one or the other: both must count when pixels are limited.
        var item = hasMeta ? AvifItem.ReadPrimary(file, meta) : default;
        var track = hasMovie ? AvifTrack.ReadLargest(file, movie) : default;
        var frames = track.Samples == 0 ? UnknownFrames : track.Samples;
        return new ImageHeader
        {
            Format = ImageFormat.Avif,
            Width = file.Dimension(Math.Max(item.Width, track.Width), "width"),
            Height = file.Dimension(Math.Max(item.Height, track.Height), "height"),
            Length = file.Length,
            Frames = isSequence ? frames : 1,
            Components = item.Components,
            Precision = item.Precision,
        };
    }

    /// <summary>The item's description, and the tracks where the file is a sequence.</summary>
    private static (bool HasMeta, bool HasMovie) FindTop(
        HeaderBytes file, bool isSequence, out IsoBox meta, out IsoBox movie)
    {
        (meta, movie) = (default, default);
        var (hasMeta, hasMovie) = (false, false);
        foreach (var box in IsoBox.File.Children(file))
        {
            if (!hasMeta && box.Is(file, "meta"u8))
            {
                (meta, hasMeta) = (box, true);
            }
            else if (isSequence && !hasMovie && box.Is(file, "moov"u8))
            {
                (movie, hasMovie) = (box, true);
            }

            if (hasMeta && (hasMovie || !isSequence))
            {
                break;
            }
        }

        return (hasMeta, hasMovie);
    }

    /// <summary>Whether the ftyp box (ISO/IEC 14496-12, 4.3) names a brand.</summary>
    private static bool HasBrand(ReadOnlySpan<byte> file, ReadOnlySpan<byte> brand)
    {
        if (file.Length < MajorBrand + 4 || !file[4..].StartsWith("ftyp"u8))
        {
            return false;
        }

        if (file[MajorBrand..].StartsWith(brand))
        {
            return true;
        }

        var end = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file), file.Length);
        for (var offset = FirstCompatibleBrand; offset <= end - 4; offset += 4)
        {
            if (file[offset..].StartsWith(brand))
            {
                return true;
            }
        }

        return false;
    }
}
