namespace ImageBatch.FileSystem.Jobs;

/// <summary>What happens when a store opens: what was cut off is removed, and the journal is read again.</summary>
internal static class Opening
{
    /// <summary>Makes the folders, and makes them last.</summary>
    public static void Prepare(JobLayout layout)
    {
        var folders = new DurableFolders(layout.Root, isForOwner: true);
        folders.Create(layout.Jobs);
        folders.Create(layout.Journal);
        folders.Create(layout.Temporary);
        OwnerOnly.CloseFolder(layout.Jobs);
        folders.Flush(layout.Journal);
    }

    /// <summary>Reads all there is. Only the owner of the folder may.</summary>
    /// <exception cref="InvalidDataException">A file is not as it was written.</exception>
    public static (StoreState State, Journal Journal) Read(JobLayout layout, JobFiles files, Disk disk, int segmentLength)
    {
        // The folder has one owner: what lies here was left by one that is dead.
        foreach (var leftover in Directory.EnumerateDirectories(layout.Temporary))
        {
            FolderDeletion.Delete(leftover);
        }

        foreach (var leftover in Directory.EnumerateFiles(layout.Temporary, "*" + WholeFile.TemporaryExtension))
        {
            File.Delete(leftover);
        }

        var state = new StoreState(files);
        foreach (var id in layout.AllJobs())
        {
            var job = files.Load(id);
            if (!job.IsFinished)
            {
                state.Wake(job);
            }

            state.Add(job);
        }

        var (segment, end) = ReadJournal(layout, state);
        var position = JournalPosition.Of(segment, end);
        if (state.Jobs.All.Any(job => job.Checkpoint.CoveredTo > position))
        {
            throw Damage.Missing(layout.SegmentOf(segment));
        }

        return (state, new Journal(disk, layout, segmentLength, segment, end));
    }

    private static (int Segment, long End) ReadJournal(JobLayout layout, StoreState state)
    {
        var segments = layout.Segments();
        var (last, end) = (segments.FirstOrDefault(1), 0L);
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            if (segment != segments[0] + i)
            {
                throw Damage.Missing(layout.SegmentOf(segments[0] + i));
            }

            var length = JournalSegment.Read(
                layout.SegmentOf(segment),
                isLast: i == segments.Count - 1,
                lengthBefore => CheckBefore(i, lengthBefore),
                (payload, offset) => state.Apply(payload, JournalPosition.Of(segment, offset)));
            if (length > 0)
            {
                (last, end) = (segment, length);
            }
        }

        if (end == 0 && state.Jobs.All.Any())
        {
            throw Damage.Missing(layout.SegmentOf(last));
        }

        return (last, end);

        // What was before the first is no more.
        void CheckBefore(int i, long lengthBefore)
        {
            if (i > 0 && lengthBefore != end)
            {
                throw Damage.Missing(layout.SegmentOf(segments[i - 1]));
            }
        }
    }
}
