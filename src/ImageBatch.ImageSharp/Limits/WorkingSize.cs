using ImageBatch.Codecs;

namespace ImageBatch.ImageSharp.Limits;

/// <summary>How much memory an image takes.</summary>
internal static class WorkingSize
{
    public static long Of(TranscodeRequest request) => 1L << 40;
}
