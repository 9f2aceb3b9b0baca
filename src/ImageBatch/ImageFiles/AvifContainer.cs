using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>The boxes of an AVIF: an item with its description, a track of images, or both.</summary>
internal static class AvifContainer
{
    public static bool EndsEarly(HeaderBytes file)
    {
        var (hasMeta, hasMovie) = (false, false);
        foreach (var box in IsoBox.File.Children(file))
        {
            if (box.End > file.Length)
            {
                return true;
            }

            if (box.Is(file, "meta"u8))
            {
                hasMeta = true;
                if (!AvifItemData.TryRead(file, box))
                {
                    return true;
                }
            }
            else if (box.Is(file, "moov"u8))
            {
                hasMovie = true;
                if (AvifMovie.EndsEarly(file, box))
                {
                    return true;
                }
            }
        }

        return AvifHeader.IsSequence(file.All) ? !hasMovie : !hasMeta;
    }

    /// <summary>
    /// Metadata are overwritten by zeros, in boxes and items that get a type which readers pass over. Boxes behind the last
    /// that the image needs are cut off.
    /// </summary>
    public static void WriteWithoutMetadata(HeaderBytes file, ref FileWriter output)
    {
        var plan = new AvifPlan(file);
        var (hasMeta, hasMovie) = (false, false);
        foreach (var box in IsoBox.File.Children(file))
        {
            if (box.Is(file, "meta"u8) && !hasMeta)
            {
                hasMeta = true;
                AvifItems.Plan(file, box, plan);
            }
            else if (box.Is(file, "meta"u8))
            {
                AvifItems.PlanDropped(file, box, plan);
            }
            else if (box.Is(file, "moov"u8) && !hasMovie)
            {
                hasMovie = true;
                AvifMovie.Plan(file, box, plan);
                plan.Image.Add(box.Start, box.End - box.Start);
            }
            else if (box.Is(file, "mdat"u8))
            {
                plan.Image.Add(box.Start, box.Content - box.Start);
            }
            else if (IsStructure(box.Type(file)))
            {
                plan.Image.Add(box.Start, box.End - box.Start);
            }
            else
            {
                // Nothing forbids that an extent of the image lies in it.
                plan.RenameToFree(box.Start + 4);
                plan.Metadata.Add(box.Content, box.End - box.Content);
            }
        }

        output.Add(file.All);
        plan.Apply(output.Written);
        output.CutTo(EndOfBoxAt(file, plan.Image.End));
    }

    private static int EndOfBoxAt(HeaderBytes file, int needed)
    {
        foreach (var box in IsoBox.File.Children(file))
        {
            if (box.End >= needed)
            {
                return (int)box.End;
            }
        }

        return file.Length;
    }

    /// <summary>The type of the file, and the fragments of a movie.</summary>
    private static bool IsStructure(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moof"u8) || type.SequenceEqual("sidx"u8)
        || type.SequenceEqual("mfra"u8);
}
