namespace ImageBatch.SampleHost.Demo;

/// <summary>A page of a job's images.</summary>
internal sealed record DemoImagePage(IReadOnlyList<DemoImage> Images, int? Next);
