namespace ImageBatch.Model;

/// <summary>One input URL of a product.</summary>
/// <param name="Url">The absolute http or https URL as uploaded.</param>
/// <param name="SameAs">
/// Index of the first image of the job with this URL, or null where this is that image. Only the first is
/// dispatched; saving its result finishes all images that are the same as it.
/// </param>
public sealed record ProductImage(string Url, int? SameAs = null);
