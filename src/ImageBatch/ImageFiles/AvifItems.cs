using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>The items of an AVIF (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, 6 and 9), and which of them are dropped.</summary>
internal static class AvifItems
{
    /// <summary>What a handler box says before its name, behind version and flags.</summary>
    private const int BeforeName = 20;

    /// <summary>Plans for the box that describes the image.</summary>
    public static void Plan(HeaderBytes file, IsoBox meta, AvifPlan plan)
    {
        var dropped = FindDropped(file, meta);
        _ = AvifItemData.TryRead(
            file, meta, (id, start, length) => (dropped.Contains(id) ? plan.Metadata : plan.Image).Add(start, length));
        plan.Image.Add(meta.Start, meta.Content + IsoBox.FullBoxHeader - meta.Start);
        foreach (var box in meta.Children(file, IsoBox.FullBoxHeader))
        {
            var isData = box.Is(file, "idat"u8);
            plan.Image.Add(box.Start, (isData ? box.Content : box.End) - box.Start);
            if (box.Is(file, "hdlr"u8))
            {
                PlanHandler(box, plan);
            }
            else if (box.Is(file, "iinf"u8))
            {
                PlanEntries(file, box, dropped, plan);
            }
            else if (box.Is(file, "iprp"u8))
            {
                PlanProperties(file, box, plan);
            }
            else if (!isData && !IsStructure(box.Type(file)))
            {
                plan.Free(box);
            }
        }
    }

    /// <summary>Plans for a box that describes other than the image: it goes with all of its items.</summary>
    public static void PlanDropped(HeaderBytes file, IsoBox meta, AvifPlan plan)
    {
        _ = AvifItemData.TryRead(file, meta, (_, start, length) => plan.Metadata.Add(start, length));
        plan.Free(meta);
    }

    /// <summary>A handler's name is most often that of a program (ISO/IEC 14496-12, 8.4.3).</summary>
    public static void PlanHandler(IsoBox handler, AvifPlan plan)
    {
        var name = handler.Content + IsoBox.FullBoxHeader + BeforeName;
        plan.Fields.Add(name, handler.End - name);
    }

    private static bool IsStructure(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("pitm"u8) || type.SequenceEqual("iloc"u8) || type.SequenceEqual("iref"u8)
        || type.SequenceEqual("grpl"u8) || type.SequenceEqual("dinf"u8) || type.SequenceEqual("ipro"u8);

    /// <summary>Finds the items that hold metadata, and the thumbnails.</summary>
    private static HashSet<uint> FindDropped(HeaderBytes file, IsoBox meta)
    {
        HashSet<uint> dropped = [];
        if (meta.TryFind(file, "iinf"u8, out var entries, IsoBox.FullBoxHeader))
        {
            foreach (var box in entries.Children(file, AvifItemEntry.Skip(file, entries)))
            {
                if (AvifItemEntry.TryRead(file, box, out var entry) && entry.IsMetadata(file))
                {
                    dropped.Add(entry.Id);
                    PartLimit.Check(dropped.Count, file, "items");
                }
            }
        }

        if (meta.TryFind(file, "iref"u8, out var references, IsoBox.FullBoxHeader))
        {
            AvifReferences.AddThumbnails(file, references, AvifItem.PrimaryId(file, meta), dropped);
        }

        return dropped;
    }

    private static void PlanEntries(HeaderBytes file, IsoBox entries, HashSet<uint> dropped, AvifPlan plan)
    {
        foreach (var box in entries.Children(file, AvifItemEntry.Skip(file, entries)))
        {
            if (!AvifItemEntry.TryRead(file, box, out var entry))
            {
                continue;
            }

            // Names, and the media types of metadata: all that follows the type is text.
            plan.Fields.Add(entry.Text, box.End - entry.Text);
            if (entry.Type != 0 && dropped.Contains(entry.Id))
            {
                plan.RenameToFree(entry.Type);
            }
        }
    }

    private static void PlanProperties(HeaderBytes file, IsoBox properties, AvifPlan plan)
    {
        foreach (var container in properties.Children(file))
        {
            if (!container.Is(file, "ipco"u8))
            {
                continue;
            }

            foreach (var property in container.Children(file))
            {
                if (IsMetadata(property.Type(file)))
                {
                    plan.Free(property);
                }
            }
        }
    }

    /// <summary>Descriptions, times, and the place and lens of the camera (ISO/IEC 23008-12, 6.5).</summary>
    private static bool IsMetadata(ReadOnlySpan<byte> property) =>
        property.SequenceEqual("udes"u8) || property.SequenceEqual("altt"u8) || property.SequenceEqual("crtt"u8)
        || property.SequenceEqual("mdft"u8) || property.SequenceEqual("cmin"u8) || property.SequenceEqual("cmex"u8)
        || property.SequenceEqual("uuid"u8);
}
