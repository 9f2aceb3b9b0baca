using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Reads results of a job from where they lie: segments of the journal, or the job's own file. Not thread-safe.</summary>
internal sealed class ResultSource(JobLayout layout, JobId job, int generation) : IDisposable
{
    private readonly Dictionary<int, FrameFile> _files = [];

    public (ImageOutput? Output, ImageError? Error) Read(long position) =>
        ImageResult.Read(Open(position).Read(JournalPosition.Offset(position)));

    /// <summary>The whole frame, to be copied as it is.</summary>
    public ReadOnlySpan<byte> ReadFrame(long position)
    {
        var (file, offset) = (Open(position), JournalPosition.Offset(position));

        // For its checksum: what is spoiled is not to be carried on.
        file.Read(offset);
        return file.ReadWhole(offset);
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    private FrameFile Open(long position)
    {
        var segment = JournalPosition.Segment(position);
        if (!_files.TryGetValue(segment, out var file))
        {
            file = new FrameFile(segment == 0 ? layout.ResultsOf(job, generation) : layout.SegmentOf(segment));
            _files.Add(segment, file);
        }

        return file;
    }
}
