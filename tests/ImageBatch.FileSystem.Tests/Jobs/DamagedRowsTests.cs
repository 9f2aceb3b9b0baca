using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.FileSystem.Tests.Jobs;

/// <summary>What is said where the rows of a job, or all of it, are missing, cut or spoiled.</summary>
public sealed class DamagedRowsTests : IDisposable
{
    private readonly JobStoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Harm.Missing)]
    [InlineData(Harm.Empty)]
    [InlineData(Harm.Cut)]
    [InlineData(Harm.Garbage)]
    public async Task Open_rows_that_are_harmed_fails_and_names_the_file_of_the_job(Harm harm)
    {
        Job job;
        using (var store = _folder.Open())
        {
            job = await _folder.AddAsync(store, 3);
        }

        var rows = Path.Combine(_folder.FolderOf(job.Id), "rows");
        Do(harm, rows);

        var exception = Assert.Throws<InvalidDataException>(() => _folder.Open());
        Assert.Contains(rows, exception.Message, StringComparison.Ordinal);
        Assert.Contains(job.Id.ToString(), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Harm.Missing)]
    [InlineData(Harm.Empty)]
    [InlineData(Harm.Cut)]
    [InlineData(Harm.Garbage)]
    public async Task Read_rows_that_are_harmed_meanwhile_is_never_a_shorter_answer(Harm harm)
    {
        var store = _folder.Open();
        var job = await _folder.AddAsync(store, 3);
        var whole = await _folder.AddAsync(store, 3);
        Do(harm, Path.Combine(_folder.FolderOf(job.Id), "rows"));

        Task[] reads =
        [
            store.ReadProductsAsync(job.Id, -1, 10),
            store.ReadImagesAsync(job.Id, null, -1, 10),
            store.LoadAsync([new ImageKey(job.Id, 0, 1)]),
        ];

        foreach (var read in reads)
        {
            var exception = await Assert.ThrowsAsync<JobDamagedException>(() => read);
            Assert.Equal(job.Id, exception.JobId);
            Assert.Contains("rows", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, (await store.ReadImagesAsync(whole.Id, null, -1, 10)).Count);
    }

    public enum Harm
    {
        Missing,
        Empty,
        Cut,
        Garbage,
    }

    private static void Do(Harm harm, string file)
    {
        var bytes = File.ReadAllBytes(file);
        switch (harm)
        {
            case Harm.Missing:
                File.Delete(file);
                break;
            case Harm.Empty:
                File.WriteAllBytes(file, []);
                break;
            case Harm.Cut:
                File.WriteAllBytes(file, bytes[..^5]);
                break;
            default:
                Array.Fill(bytes, (byte)0xAB);
                File.WriteAllBytes(file, bytes);
                break;
        }
    }
}
