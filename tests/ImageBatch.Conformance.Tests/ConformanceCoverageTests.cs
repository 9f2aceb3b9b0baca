using ImageBatch.InMemory;

namespace ImageBatch.Conformance.Tests;

public sealed class ConformanceCoverageTests
{
    [Fact]
    public void Missing_suites_are_named_with_their_port()
    {
        var missing = ConformanceCoverage.Missing(
            typeof(InMemoryJobStore).Assembly, typeof(InMemoryJobStore).Assembly, except: typeof(ImageStoreConformance<>));

        Assert.Contains(missing, sentence => sentence.Contains("JobQueueConformance", StringComparison.Ordinal)
            && sentence.Contains("IJobQueue", StringComparison.Ordinal)
            && sentence.Contains(nameof(InMemoryJobQueue), StringComparison.Ordinal));
        Assert.DoesNotContain(missing, sentence => sentence.StartsWith("ImageStoreConformance", StringComparison.Ordinal));
        Assert.DoesNotContain(missing, sentence => sentence.Contains("IImageCodec", StringComparison.Ordinal));
    }
}
