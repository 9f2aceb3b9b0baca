using ImageMagick;

namespace ImageBatch.Magick;

/// <summary>The limits of ImageMagick, of which a process has one set.</summary>
internal static class ProcessLimits
{
    private static readonly Lock Gate = new();

    /// <summary>
    /// Lowers what is higher. Never raised: a host that set a lower limit, or another codec with other options, meant it.
    /// </summary>
    public static void Lower(MagickOptions options)
    {
        lock (Gate)
        {
            // ImageMagick takes what is less than a limit; the limits of the options are taken themselves.
            ResourceLimits.Width = Math.Min(ResourceLimits.Width, (ulong)options.MaxSide + 1);
            ResourceLimits.Height = Math.Min(ResourceLimits.Height, (ulong)options.MaxSide + 1);
            ResourceLimits.Area = Math.Min(ResourceLimits.Area, (ulong)options.MaxPixels + 1);
            ResourceLimits.ListLength = Math.Min(ResourceLimits.ListLength, (ulong)options.MaxFrames + 1);
            ResourceLimits.Memory = Math.Min(ResourceLimits.Memory, (ulong)options.MaxPixelBytes + 1);
            ResourceLimits.MaxMemoryRequest = Math.Min(ResourceLimits.MaxMemoryRequest, (ulong)options.MaxPixelBytes + 1);

            // Pixels that exceed area or memory would go to files, mapped or not; with no disk they fail instead.
            ResourceLimits.Disk = 0;

            // The engine's slots are the parallelism. No limit on time: it would be that of the process's whole life.
            ResourceLimits.Thread = 1;
        }
    }
}
