namespace ImageBatch.ImageSharp;

/// <summary>How many frames of an image are decoded, and what is said where that is not all.</summary>
internal static class FrameChoice
{
    /// <summary>Whether all frames or pages are decoded; else the first is. Of the library's formats GIF and TIFF have several.</summary>
    public static bool KeepsAll(TranscodeRequest request) => request.Header.Frames > 1 && !request.Converts;

    /// <summary>The number of frames that are decoded.</summary>
    public static int Count(TranscodeRequest request) => KeepsAll(request) ? request.Header.Frames : 1;

    /// <summary>Pixels of all frames that are decoded.</summary>
    public static double Pixels(TranscodeRequest request) => (double)request.Header.Pixels * Count(request);

    /// <summary>What the owner of the image should know of its frames, or null.</summary>
    public static string? Note(TranscodeRequest request) => request.Header.Frames <= 1 || KeepsAll(request)
        ? null
        : FrameNote.FirstOnly(request.Header, request.Format, HasAnimation(request)
            ? $"ImageSharp 2.1 writes no animated {ImageFormats.NameOf(request.Format)}"
            : null);

    private static bool HasAnimation(TranscodeRequest request) =>
        request.Header.Format == ImageFormat.Gif && request.Format is ImageFormat.WebP or ImageFormat.Png;
}
