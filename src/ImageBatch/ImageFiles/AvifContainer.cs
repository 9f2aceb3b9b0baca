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
    /// Metadata are overwritten by zeros, in boxes and items that get a type which readers pass over. Such boxes at the end
    /// of the file are cut off.
    /// </summary>
    public static void WriteWithoutMetadata(HeaderBytes file, ref FileWriter output)
    {
        var plan = new AvifPlan(file);
        var (hasMeta, hasMovie) = (false, false);
        long end = 0;
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
                continue;
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
                plan.Free(box);
                continue;
            }

            end = box.End;
        }

        output.Add(file.All);
        plan.Apply(output.Written);
        output.CutTo((int)end);
    }

    /// <summary>The type of the file, and the fragments of a movie.</summary>
    private static bool IsStructure(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moof"u8) || type.SequenceEqual("sidx"u8)
        || type.SequenceEqual("mfra"u8);
}
