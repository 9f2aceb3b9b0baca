using ImageBatch.Model;

namespace ImageBatch.Tests.Stubs;

internal static class StubJobs
{
    public static Job Create(int images, DateTimeOffset? createdAt = null)
    {
        var now = createdAt ?? DateTimeOffset.UtcNow;
        return new Job
        {
            Id = JobId.New(now),
            Run = 1,
            Status = JobStatus.Processing,
            CreatedAt = now,
            Images = new ImageCounts(images, 0, 0, 0),
            Definition = new JobDefinition
            {
                Options = new CompressionOptions(),
                Header = ["Serial Number", "Product Name", "Input Image Urls"],
                Delimiter = ',',
                Products = images,
                Images = images,
                BodyHash = "",
            },
        };
    }

    public static JobImage Image(int index, int? sameAs = null) => new()
    {
        Index = index,
        Row = index,
        SerialNumber = "1",
        ProductName = "Mug",
        Url = $"http://one.test/{sameAs ?? index}",
        SameAs = sameAs,
    };
}
