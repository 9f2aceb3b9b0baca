using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>What a worker needs to know of an image.</summary>
/// <param name="Key">The image and its run.</param>
/// <param name="Url">The input URL.</param>
/// <param name="Options">What was asked of the compression.</param>
/// <param name="Deaths">How many starts of it nothing has followed.</param>
public sealed record ImageWork(ImageKey Key, string Url, CompressionOptions Options, int Deaths);
