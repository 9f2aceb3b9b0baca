namespace ImageBatch.Model;

/// <summary>Something that happened to an image. Saving one twice is the same as saving it once.</summary>
/// <param name="Key">The image and its run.</param>
public abstract record ImageEvent(ImageKey Key);
