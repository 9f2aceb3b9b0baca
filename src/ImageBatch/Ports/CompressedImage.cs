using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>What a codec made.</summary>
/// <param name="Format">The format of the output.</param>
/// <param name="Unchanged">
/// True where no smaller output was found: the image data are the input's, only metadata may be gone.
/// </param>
public readonly record struct CompressedImage(ImageFormat Format, bool Unchanged);
