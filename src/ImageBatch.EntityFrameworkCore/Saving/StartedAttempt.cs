using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>What a batch says of one start of an image that it does not make final.</summary>
/// <param name="key">The image and its run.</param>
/// <param name="attempt">The start.</param>
internal sealed class StartedAttempt(ImageKey key, Guid attempt)
{
    public ImageKey Key => key;

    public Guid Attempt => attempt;

    /// <summary>Whether the batch has the start itself, and not its return alone.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Whether a start that the store has not seen before is taken back at the end of the batch.</summary>
    public bool IsNewTakenBack { get; private set; }

    /// <summary>Whether a start that the store has seen before is taken back.</summary>
    public bool IsOldTakenBack { get; private set; }

    public void Start() => IsStarted = true;

    public void TakeBack()
    {
        IsOldTakenBack = true;
        IsNewTakenBack = IsStarted;
    }
}
