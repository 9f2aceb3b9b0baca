using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>What a codec made.</summary>
/// <param name="Format">The format of the output.</param>
/// <param name="Unchanged">
/// True where no smaller output was found: the image data are the input's, only metadata may be gone.
/// </param>
/// <param name="Note">
/// What the owner of the image should know of its output though it succeeded, in one sentence, such as that only the first
/// frame of an animation is in it; null where there is nothing to say.
/// </param>
public readonly record struct CompressedImage(ImageFormat Format, bool Unchanged, string? Note = null);
