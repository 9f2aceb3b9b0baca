namespace ImageBatch.Model;

/// <summary>
/// The worker gave the image back unharmed; takes its start back. A start that was taken back is not counted when it is
/// saved again.
/// </summary>
/// <param name="Key">The image and its run.</param>
/// <param name="Attempt">The attempt of the <see cref="ImageStarted"/> that it takes back.</param>
public sealed record ImageReturned(ImageKey Key, Guid Attempt) : ImageEvent(Key);
