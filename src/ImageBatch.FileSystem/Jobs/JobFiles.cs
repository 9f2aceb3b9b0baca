using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>The files of the jobs, but for their rows. What is replaced is replaced under <see cref="StoredJob.Files"/>.</summary>
internal sealed class JobFiles(JobLayout layout, Disk disk)
{
    private const byte StateVersion = 1;

    private readonly DurableFolders _folders = new(layout.Root, isForOwner: true);

    /// <summary>Reads a job, without where its images stand, and removes what a kill left beside its files.</summary>
    public StoredJob Load(JobId id)
    {
        var path = Path.Combine(layout.FolderOf(id), JobLayout.JobFile);
        if (!File.Exists(path))
        {
            throw Damage.Missing(path);
        }

        var job = new StoredJob(WholeFile.Read(path, JobRecord.Read));
        if (job.Id != id)
        {
            throw Damage.At(path, 0);
        }

        RowsFile.Check(layout.RowsOf(id), job.Record.Rows);
        if (File.Exists(layout.StateOf(id)))
        {
            WholeFile.Read(layout.StateOf(id), (ref ByteReader reader) => ReadState(job, ref reader));
        }

        foreach (var leftover in layout.LeftoversOf(id, job.Checkpoint.Generation))
        {
            File.Delete(leftover);
        }

        return job;
    }

    /// <summary>Writes a job into a folder that is not visible yet, where its rows are already.</summary>
    public void WriteStaged(string folder, JobRecord record)
    {
        WholeFile.Write(disk, Path.Combine(folder, JobLayout.JobFile), record.Write);
        disk.FlushFolder(folder);
    }

    /// <summary>Makes a staged job visible; where it throws, it is not.</summary>
    public void Publish(string staged, JobId id)
    {
        var folder = layout.FolderOf(id);
        var parent = Path.GetDirectoryName(folder)!;
        _folders.Create(parent);
        disk.MoveFolder(staged, folder);
        try
        {
            disk.FlushFolder(parent);
            _folders.Flush(parent);
        }
        catch
        {
            Directory.Move(folder, staged);
            throw;
        }
    }

    /// <summary>Takes a job's folder away; what it is named until it is gone.</summary>
    public string TakeAway(JobId id)
    {
        var doomed = layout.NewTemporaryFolder();
        var folder = layout.FolderOf(id);
        disk.MoveFolder(folder, doomed);
        disk.FlushFolder(Path.GetDirectoryName(folder)!);
        return doomed;
    }

    /// <summary>Where the images of a job stand by its own files.</summary>
    public ImageTable ReadImages(StoredJob job) => ReadImages(
        job.Record, job.Checkpoint.Generation, job.Checkpoint.ResultsIndex, RowsFile.ReadCopies(layout.RowsOf(job.Id), job.Record.Rows));

    public ImageTable ReadImages(JobRecord job, int generation, long index, int[]? nextCopies) => generation == 0
        ? new ImageTable(job.Rows.Images, nextCopies)
        : ResultsFile.Read(layout.ResultsOf(job.Id, generation), index, job.Rows.Images, nextCopies);

    /// <summary>Writes results into a file of their own.</summary>
    public (long Index, long[] Results) WriteResults(JobId job, int generation, ImageTable images)
    {
        var path = layout.ResultsOf(job, generation + 1);
        var temporary = path + WholeFile.TemporaryExtension;
        try
        {
            using var source = new ResultSource(layout, job, generation);
            var written = ResultsFile.Write(disk, temporary, images, source);
            disk.MoveFile(temporary, path);
            disk.FlushFolder(layout.FolderOf(job));
            return written;
        }
        catch (Exception exception) when (exception is not DirectoryNotFoundException)
        {
            File.Delete(temporary);
            throw;
        }
    }

    public void DeleteResults(JobId job, int generation)
    {
        if (generation > 0)
        {
            File.Delete(layout.ResultsOf(job, generation));
        }
    }

    /// <summary>Writes the state that goes with a file of results.</summary>
    public void WriteState(JobId job, long coveredTo, int generation, long resultsIndex, ByteWriter state) =>
        WholeFile.Replace(disk, layout.StateOf(job), writer =>
        {
            writer.Byte(StateVersion);
            writer.Number(coveredTo);
            writer.Int32(generation);
            writer.Number(resultsIndex);
            writer.Bytes(state.Written);
        });

    /// <summary>The body of a delivery; null where none is fixed.</summary>
    public byte[]? ReadBody(JobId job, int run)
    {
        try
        {
            return WholeFile.Read(layout.BodyOf(job, run), (ref ByteReader reader) => reader.Rest().ToArray());
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void WriteBody(JobId job, int run, ReadOnlyMemory<byte> body) =>
        WholeFile.Replace(disk, layout.BodyOf(job, run), writer => writer.Bytes(body.Span));

    private static bool ReadState(StoredJob job, ref ByteReader reader)
    {
        if (reader.Byte() != StateVersion)
        {
            throw new InvalidDataException("The state was written by a newer version.");
        }

        job.Checkpoint.Reach(reader.Number(), reader.Int32(), reader.Number());
        job.ReadState(ref reader);
        return true;
    }
}
