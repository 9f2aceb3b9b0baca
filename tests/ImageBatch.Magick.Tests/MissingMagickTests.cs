#if !HAS_MAGICK
namespace ImageBatch.Magick.Tests;

/// <summary>Stands for the tests that are not there; continuous integration lets a name of this form be skipped.</summary>
public sealed class MissingMagickTests
{
    [Fact(Skip = "Magick.NET-Q8-AnyCPU is not on this feed.")]
    public void Magick_NET_Q8_AnyCPU_is_not_on_this_feed()
    {
    }
}
#endif
