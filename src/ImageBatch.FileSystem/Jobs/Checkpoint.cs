namespace ImageBatch.FileSystem.Jobs;

/// <summary>What of a job is in files of its own, so that the journal is not needed for it.</summary>
/// <param name="coveredTo">Up to here the journal says nothing that the files do not.</param>
internal sealed class Checkpoint(long coveredTo)
{
    public long CoveredTo { get; private set; } = coveredTo;

    /// <summary>The first record of the journal that the files lack; null where they lack none.</summary>
    public long? NeededFrom { get; private set; }

    /// <summary>The number of the current file of results; 0 where there is none yet.</summary>
    public int Generation { get; private set; }

    /// <summary>Where its index lies.</summary>
    public long ResultsIndex { get; private set; }

    /// <summary>Whether an image stands elsewhere than the file of results says.</summary>
    public bool ResultsChanged { get; set; }

    public void Need(long position) => NeededFrom ??= position;

    /// <summary>The files are about to be written; answers what to put back where that fails.</summary>
    public (long? NeededFrom, bool ResultsChanged) Begin()
    {
        var before = (NeededFrom, ResultsChanged);
        (NeededFrom, ResultsChanged) = (null, false);
        return before;
    }

    public void Undo((long? NeededFrom, bool ResultsChanged) before)
    {
        NeededFrom = before.NeededFrom ?? NeededFrom;
        ResultsChanged |= before.ResultsChanged;
    }

    /// <summary>The files were written, with all that had happened up to a position.</summary>
    public void Reach(long coveredTo, int generation, long resultsIndex) =>
        (CoveredTo, Generation, ResultsIndex) = (coveredTo, generation, resultsIndex);
}
