using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>An image store, empty and used by one test alone.</summary>
public abstract class ImageStoreFixture : ConformanceFixture
{
    /// <summary>The store under test.</summary>
    public abstract IImageStore Images { get; }
}
