using System.ComponentModel.DataAnnotations;

namespace ImageBatch.FileSystem;

/// <summary>Where the file system stores keep what they keep.</summary>
public sealed class FileSystemOptions
{
    /// <summary>
    /// The folder that holds everything, created where it is missing; a relative path is relative to the current
    /// directory at start. Jobs go to its subfolder <c>jobs</c>, outputs to <c>images</c>. Default <c>data</c>.
    /// </summary>
    [Required]
    public string RootPath { get; set; } = "data";

    /// <summary>
    /// Absolute http or https URL, without query or fragment, under which a web server serves the subfolder
    /// <c>images</c>, as in <c>https://cdn.example.com/images</c>. Null (the default): outputs have no public URL and
    /// are served by the API.
    /// </summary>
    public string? PublicBaseUrl { get; set; }
}
