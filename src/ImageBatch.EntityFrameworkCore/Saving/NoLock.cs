namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>Stands for a lock where a database has none.</summary>
internal sealed class NoLock : IAsyncDisposable
{
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
