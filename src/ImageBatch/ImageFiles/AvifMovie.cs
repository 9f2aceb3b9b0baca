using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>The tracks of an image sequence (ISO/IEC 14496-12, 8; ISO/IEC 23008-12, 7).</summary>
internal static class AvifMovie
{
    private const int HandlerField = 8;
    private const int CompressorField = 42;
    private const int CompressorLength = 32;

    public static bool EndsEarly(HeaderBytes file, IsoBox movie)
    {
        foreach (var track in movie.Children(file))
        {
            if (track.Is(file, "trak"u8) && !AvifSamples.TryRead(file, track))
            {
                return true;
            }
        }

        return false;
    }

    public static void Plan(HeaderBytes file, IsoBox movie, AvifPlan plan)
    {
        foreach (var box in movie.Children(file))
        {
            if (box.Is(file, "trak"u8))
            {
                PlanTrack(file, box, plan);
            }
            else if (box.Is(file, "mvhd"u8))
            {
                PlanTimes(file, box, plan);
            }
            else if (!box.Is(file, "mvex"u8))
            {
                PlanDropped(file, box, plan);
            }
        }
    }

    private static void PlanTrack(HeaderBytes file, IsoBox track, AvifPlan plan)
    {
        if (!IsImages(file, track))
        {
            _ = AvifSamples.TryRead(file, track, plan.Metadata);
            plan.Free(track);
            return;
        }

        _ = AvifSamples.TryRead(file, track, plan.Image);
        foreach (var box in track.Children(file))
        {
            if (box.Is(file, "tkhd"u8))
            {
                PlanTimes(file, box, plan);
            }
            else if (box.Is(file, "mdia"u8))
            {
                PlanMedia(file, box, plan);
            }
            else if (!box.Is(file, "tref"u8) && !box.Is(file, "edts"u8) && !box.Is(file, "trgr"u8))
            {
                PlanDropped(file, box, plan);
            }
        }

        if (AvifTrack.TryFindTable(file, track, out var table))
        {
            PlanCompressor(file, table, plan);
        }
    }

    /// <summary>Images, what belongs to them (alpha), or video; not what tells of them.</summary>
    private static bool IsImages(HeaderBytes file, IsoBox track)
    {
        if (!track.TryFind(file, "mdia"u8, out var media) || !media.TryFind(file, "hdlr"u8, out var handler))
        {
            return true;
        }

        var kind = file.Slice(handler.Content + HandlerField, 4);
        return kind.SequenceEqual("pict"u8) || kind.SequenceEqual("auxv"u8) || kind.SequenceEqual("vide"u8);
    }

    private static void PlanMedia(HeaderBytes file, IsoBox media, AvifPlan plan)
    {
        foreach (var box in media.Children(file))
        {
            if (box.Is(file, "mdhd"u8))
            {
                PlanTimes(file, box, plan);
            }
            else if (box.Is(file, "hdlr"u8))
            {
                AvifItems.PlanHandler(box, plan);
            }
        }
    }

    /// <summary>When the images were made and changed stands first in the headers of movie, tracks and media.</summary>
    private static void PlanTimes(HeaderBytes file, IsoBox header, AvifPlan plan)
    {
        var start = header.Content + IsoBox.FullBoxHeader;
        plan.Fields.Add(start, Math.Min(header.End - start, file.Byte(header.Content) == 0 ? 2 * 4 : 2 * 8));
    }

    /// <summary>The name of an encoder (ISO/IEC 14496-12, 12.1.3).</summary>
    private static void PlanCompressor(HeaderBytes file, IsoBox table, AvifPlan plan)
    {
        if (table.TryFind(file, "stsd"u8, out var descriptions))
        {
            foreach (var entry in descriptions.Children(file, IsoBox.FullBoxHeader + 4))
            {
                if (entry.End - entry.Content >= CompressorField + CompressorLength)
                {
                    plan.Fields.Add(entry.Content + CompressorField, CompressorLength);
                }
            }
        }
    }

    private static void PlanDropped(HeaderBytes file, IsoBox box, AvifPlan plan)
    {
        if (box.Is(file, "meta"u8))
        {
            AvifItems.PlanDropped(file, box, plan);
        }
        else
        {
            plan.Free(box);
        }
    }
}
