namespace ImageBatch.FileSystem.Jobs;

/// <summary>Does something between two groups of records, when all that was written is applied.</summary>
internal sealed class ActionCommand<T>(Func<T> action) : Command<T>(CancellationToken.None)
{
    public override bool IsFirst => true;

    public override bool Write(ByteWriter writer)
    {
        Set(action());
        return false;
    }

    public override void Applied(object? outcome)
    {
    }

    public override void Skipped()
    {
    }
}
