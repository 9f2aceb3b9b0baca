using ImageBatch.Ports;

namespace ImageBatch.FileSystem.Jobs;

internal sealed partial class FileSystemJobStore : IStoreProbe
{
    /// <summary>Finds out whether an upload could be staged, and the journal written.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken = default)
    {
        await CheckJournalAsync(cancellationToken).ConfigureAwait(false);
        await _committer.RunAsync(LocateJournal).ConfigureAwait(false);
        await Task.Run(() => WriteProbe.Run(_disk, _layout.NewTemporaryFile()), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fails while the journal cannot be written; finds out where the last group could not.</summary>
    private Task CheckJournalAsync(CancellationToken cancellationToken) =>
        _committer.IsFailing ? _committer.RunAsync(new ProbeCommand(cancellationToken)) : Task.CompletedTask;

    /// <summary>Creates a folder for an upload, but not those above it, which are there as long as the store has its place.</summary>
    private void CreateStaged(string folder)
    {
        if (!Directory.Exists(_layout.Temporary))
        {
            throw new IOException($"The folder '{_layout.Temporary}' was taken away from the running job store.");
        }

        OwnerOnly.CreateFolder(folder);
    }

    /// <summary>Up to where the journal is flushed; fails where it is not in its place.</summary>
    private long LocateJournal()
    {
        _journal.CheckInPlace();
        return _journal.Flushed;
    }
}
