namespace ImageBatch.Model;

/// <summary>A worker is about to decode the image. A start that nothing follows is a death.</summary>
/// <param name="Key">The image and its run.</param>
/// <param name="Attempt">Names this start, so that it counts once however often it is saved.</param>
public sealed record ImageStarted(ImageKey Key, Guid Attempt) : ImageEvent(Key);
