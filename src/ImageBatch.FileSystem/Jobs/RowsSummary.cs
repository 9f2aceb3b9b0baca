namespace ImageBatch.FileSystem.Jobs;

/// <summary>What has to be known of a file of rows to open it.</summary>
/// <param name="Products">Number of products.</param>
/// <param name="Images">Number of images.</param>
/// <param name="IndexOffset">Where the frame of the index lies.</param>
/// <param name="CopiesOffset">Where the frame of the copies lies; null where no image is the same as another.</param>
internal sealed record RowsSummary(int Products, int Images, long IndexOffset, long? CopiesOffset);
