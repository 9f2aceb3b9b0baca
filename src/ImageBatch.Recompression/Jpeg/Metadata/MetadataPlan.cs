using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Output;

namespace ImageBatch.Recompression.Jpeg.Metadata;

/// <summary>Chooses what metadata the output gets.</summary>
internal static class MetadataPlan
{
    /// <summary>Adds every application segment and comment as it is, in the file's order.</summary>
    public static void AddAll(AppSegments segments, OutputPlan plan)
    {
        foreach (var segment in segments.All)
        {
            plan.AddInput(segment);
        }
    }

    /// <summary>Adds what the picture needs: density, orientation, colour profile, and the Adobe segment if it matters.</summary>
    public static void AddEssential(FrameHeader frame, AppSegments segments, ReadOnlySpan<byte> file, OutputPlan plan)
    {
        if (segments.Jfif >= 0)
        {
            // JFIF comes first (T.871, 10.1). Its thumbnail is left out: the last two bytes are its width and height.
            var jfif = plan.AddSegment(Marker.App0, AppSegments.JfifLength);
            segments.All[segments.Jfif].Payload(file)[..AppSegments.JfifLength].CopyTo(jfif);
            jfif[^2..].Clear();
        }

        if (segments.Orientation != 1)
        {
            AddOrientation(segments, plan);
        }

        for (var i = 0; i < segments.All.Length; i++)
        {
            var isNeeded = AppSegments.IsIcc(segments.All[i], file)
                || (i == segments.Adobe && ColourModel.NeedsAdobe(frame, segments));
            if (isNeeded)
            {
                plan.AddInput(segments.All[i]);
            }
        }
    }

    private static void AddOrientation(AppSegments segments, OutputPlan plan)
    {
        var exif = segments.All[segments.Exif];
        if (exif.Length <= ExifOrientation.Minimal.Length)
        {
            // It holds no more than the one below would, and the output must not become longer than the input.
            plan.AddInput(exif);
            return;
        }

        ExifOrientation.Write(segments.Orientation, plan.AddSegment(Marker.App1, ExifOrientation.Minimal.Length));
    }
}
