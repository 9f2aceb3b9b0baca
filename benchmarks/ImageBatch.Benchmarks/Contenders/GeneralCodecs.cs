using ImageBatch.Ports;
#if HAS_IMAGESHARP
using ImageBatch.ImageSharp;
#endif
#if HAS_MAGICK
using ImageBatch.Magick;
#endif

namespace ImageBatch.Benchmarks.Contenders;

/// <summary>The codecs on general imaging libraries: those whose packages the feed had.</summary>
internal static class GeneralCodecs
{
    public static IEnumerable<IImageCodec> Create()
    {
#if HAS_IMAGESHARP
        yield return new ImageSharpCodec(new ImageSharpOptions());
#endif
#if HAS_MAGICK
        yield return new MagickCodec(new MagickOptions());
#endif
        yield break;
    }

    /// <summary>Which are missing and why, or null.</summary>
    public static string? Missing
    {
        get
        {
            var missing = new List<string>();
#if !HAS_IMAGESHARP
            missing.Add("ImageSharp (SixLabors.ImageSharp)");
#endif
#if !HAS_MAGICK
            missing.Add("Magick (Magick.NET-Q8-AnyCPU)");
#endif
            return missing.Count > 0 ? $"Left out, as the package feed had no packages for them: {string.Join(", ", missing)}." : null;
        }
    }
}
