namespace ImageBatch.Model;

/// <summary>What became of an image that succeeded.</summary>
/// <param name="Name">Name of the output in the image store, unique in its job (<see cref="OutputKey"/>).</param>
/// <param name="BytesIn">Length of the input in bytes.</param>
/// <param name="BytesOut">Length of the output in bytes.</param>
/// <param name="Unchanged">Whether no smaller output was found and the image data are the input's.</param>
/// <param name="Note">What its owner should know of the output, in one sentence; null where there is nothing to say.</param>
public sealed record ImageOutput(string Name, long BytesIn, long BytesOut, bool Unchanged, string? Note = null);
