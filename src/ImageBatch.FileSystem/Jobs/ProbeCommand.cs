namespace ImageBatch.FileSystem.Jobs;

/// <summary>Finds out whether the journal can be written.</summary>
internal sealed class ProbeCommand(CancellationToken cancellationToken) : Command<bool>(cancellationToken)
{
    public override bool Write(ByteWriter writer)
    {
        StoreState.WriteNothing(writer);
        return true;
    }

    public override void Applied(object? outcome) => Set(true);

    public override void Skipped()
    {
    }
}
