using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Support;

internal static class TestJobs
{
    public static readonly DateTimeOffset Time = new(2025, 3, 1, 12, 30, 15, 250, TimeSpan.FromHours(2));

    public static JobDefinition Definition { get; } = new()
    {
        Options = new CompressionOptions(),
        Header = ["Serial Number", "Product Name", "Input Image Urls"],
        Delimiter = ',',
        Products = 2,
        Images = 3,
        BodyHash = new string('0', 64),
        BaseUrl = "https://shop.example/api",
    };

    public static Job Create(JobStatus status = JobStatus.Pending, JobDefinition? definition = null) => new()
    {
        Id = JobId.New(Time),
        Definition = definition ?? Definition,
        Run = 1,
        Status = status,
        Images = status is JobStatus.Pending or JobStatus.Processing ? new(3, 0, 0, 0) : new(0, 3, 0, 0),
        CreatedAt = Time,
    };

    public static JobImage Image(int index, ImageStatus status = ImageStatus.Pending) => new()
    {
        Index = index,
        Row = index,
        SerialNumber = $"{index + 1}",
        ProductName = $"Product {index + 1}",
        Url = $"https://pictures.example/{index}.jpg?a=1&b=2",
        Status = status,
    };
}
