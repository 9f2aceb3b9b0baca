using ImageBatch.Conformance;

namespace ImageBatch.S3.Tests;

public sealed class Images : ImageStoreConformance<S3Fixture>;

public sealed class ImagesDurability : ImageStoreDurabilityConformance<S3Fixture>;

public sealed class Coverage
{
    [Fact]
    public void Suites_of_every_port_are_run() => Assert.Empty(
        ConformanceCoverage.Missing(typeof(S3ImageStore).Assembly, typeof(Coverage).Assembly));
}
