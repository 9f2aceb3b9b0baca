using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.InMemory.Tests;

public sealed class LockedJobsTests
{
    private readonly JobTable _table = new();

    [Fact]
    public void Find_job_deleted_between_look_up_and_lock_is_unknown()
    {
        var deleted = Add(second: 1);
        var other = Add(second: 2);
        deleted.IsDeleted = true;

        using (var batch = new LockedJobs([other.Id, deleted.Id, deleted.Id], _table))
        {
            Assert.Null(batch.Find(deleted.Id));
            Assert.Same(other, batch.Find(other.Id));
            Assert.Equal([deleted.Id], batch.Unknown);
            Assert.False(deleted.Gate.IsHeldByCurrentThread);
            Assert.True(other.Gate.IsHeldByCurrentThread);
        }

        Assert.False(other.Gate.IsHeldByCurrentThread);
    }

    private StoredJob Add(int second)
    {
        var rows = new JobRows();
        rows.Seal();
        var definition = new JobDefinition
        {
            Options = new CompressionOptions(),
            Header = [],
            Delimiter = ',',
            Products = 0,
            Images = 0,
            BodyHash = "",
        };
        var job = new StoredJob(
            JobId.New(DateTimeOffset.UnixEpoch.AddSeconds(second)), null, new JobSeal(definition, null), rows, DateTimeOffset.UnixEpoch);
        _table.Publish(job);
        return job;
    }
}
