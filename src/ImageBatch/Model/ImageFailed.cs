namespace ImageBatch.Model;

/// <summary>The image has failed for this run.</summary>
/// <param name="Key">The image and its run.</param>
/// <param name="Error">Why.</param>
public sealed record ImageFailed(ImageKey Key, ImageError Error) : ImageEvent(Key);
