using ImageBatch.Codecs;

namespace ImageBatch.Magick;

internal static class WorkingMemory
{
    public static long Of(TranscodeRequest request) =>
        (long)Int128.Min(long.MaxValue, (Int128)request.Header.Width * request.Header.Height * 40);
}
