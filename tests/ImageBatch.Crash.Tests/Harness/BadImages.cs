using System.Text;
using ImageBatch.CrashWorker;
using ImageBatch.Testing;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>Bitmaps that tell the worker's bad codec what to do.</summary>
internal static class BadImages
{
    public static byte[] Poison { get; } = Make(BadCodec.Poison);

    public static byte[] Patient { get; } = Make(BadCodec.Patient);

    public static byte[] Deaf { get; } = Make(BadCodec.Deaf);

    private static byte[] Make(string command)
    {
        var bitmap = TestImages.Bmp();
        Encoding.ASCII.GetBytes(command, bitmap.AsSpan(54));
        return bitmap;
    }
}
