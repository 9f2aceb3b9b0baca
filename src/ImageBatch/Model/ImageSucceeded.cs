namespace ImageBatch.Model;

/// <summary>The image's output is whole in the image store.</summary>
/// <param name="Key">The image and its run.</param>
/// <param name="Output">The output.</param>
public sealed record ImageSucceeded(ImageKey Key, ImageOutput Output) : ImageEvent(Key);
