using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Something that is to change what is stored: a record of the journal, once it is written.</summary>
internal abstract class Command
{
    /// <summary>A job of which no other such command may be in the group: this one depends on how the job stands.</summary>
    public virtual JobId? Alone => null;

    /// <summary>Whether the command must come before the others of its group.</summary>
    public virtual bool IsFirst => false;

    /// <summary>Whether the record must be on the disk before the command is answered; else it must be written.</summary>
    public virtual bool NeedsFlush => true;

    public abstract bool IsCancelled { get; }

    /// <summary>Writes the record; false where there is nothing to write.</summary>
    public abstract bool Write(ByteWriter writer);

    /// <summary>Takes what applying the record said; under the store's lock.</summary>
    public abstract void Applied(object? outcome);

    /// <summary>There was nothing to write; under the store's lock.</summary>
    public abstract void Skipped();

    /// <summary>Answers who waits.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal abstract class Command<T>(CancellationToken cancellationToken) : Command
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Answer => _answer.Task;

    public override bool IsCancelled => cancellationToken.IsCancellationRequested;

    public override void Complete() => _answer.TrySetResult(_result);

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            _answer.TrySetCanceled(cancellationToken);
        }
        else
        {
            _answer.TrySetException(exception);
        }
    }

    protected void Set(T result) => _result = result;
}
