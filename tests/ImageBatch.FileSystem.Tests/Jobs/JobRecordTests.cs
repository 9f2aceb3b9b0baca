using ImageBatch.FileSystem.Jobs;
using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.FileSystem.Tests.Jobs;

public sealed class JobRecordTests
{
    private const byte WithoutTrace = 1;

    [Fact]
    public void Read_ofARecordFromBeforeJobsHadATrace_readsAllElse()
    {
        var record = Create(traceParent: null);
        var writer = new ByteWriter();
        record.Write(writer);
        var bytes = writer.Written[..^1].ToArray(); // The last byte says that there is no trace.
        bytes[0] = WithoutTrace;

        Assert.Equal(record.Definition.BodyHash, Read(bytes).Definition.BodyHash);
        Assert.Equal((record.Definition.BaseUrl, null), (Read(bytes).Definition.BaseUrl, Read(bytes).Definition.TraceParent));
    }

    [Fact]
    public void Read_ofARecordOfANewerVersion_saysSo()
    {
        var writer = new ByteWriter();
        Create("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").Write(writer);
        var bytes = writer.Written.ToArray();
        bytes[0]++;

        var exception = Assert.Throws<InvalidDataException>(() => Read(bytes));

        Assert.Contains("newer version", exception.Message, StringComparison.Ordinal);
    }

    private static JobRecord Read(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var record = JobRecord.Read(ref reader);
        Assert.True(reader.IsAtEnd);
        return record;
    }

    private static JobRecord Create(string? traceParent) => new()
    {
        Id = JobId.New(DateTimeOffset.UnixEpoch),
        Definition = SampleJobs.Seal(3).Definition with { BodyHash = "9f86", BaseUrl = "https://host.example.test/api", TraceParent = traceParent },
        IdempotencyKey = null,
        WebhookUrl = SampleJobs.Webhook,
        CreatedAt = DateTimeOffset.UnixEpoch,
        CreatedAfter = 7,
        Rows = new RowsSummary(3, 3, 100, null),
    };
}
