namespace ImageBatch.Model;

/// <summary>Why an image failed.</summary>
/// <param name="Code">One of <see cref="ImageErrorCodes"/>.</param>
/// <param name="Message">A sentence for the uploader, at most 500 characters.</param>
public sealed record ImageError(string Code, string Message);
