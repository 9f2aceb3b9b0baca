#if !HAS_IMAGESHARP
namespace ImageBatch.ImageSharp.Tests;

/// <summary>Stands for the tests that are not there; continuous integration lets a name of this form be skipped.</summary>
public sealed class MissingImageSharpTests
{
    [Fact(Skip = "The package SixLabors.ImageSharp 3.1.12 is not on this feed.")]
    public void SixLabors_ImageSharp_is_not_on_this_feed()
    {
    }
}
#endif
