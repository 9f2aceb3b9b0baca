using System.Globalization;
using ImageBatch.Model;

namespace ImageBatch.FileSystem;

/// <summary>
/// Where outputs lie: <c>images/&lt;last two digits of the job id&gt;/&lt;job id&gt;/&lt;index / 1,000&gt;/&lt;name&gt;</c>.
/// </summary>
/// <remarks>
/// The last digits of a version 7 UUID are random, its first ones the time, so that the last ones spread jobs evenly.
/// A job is one folder, which makes deleting it one rename, and none of its own folders takes more than a thousand
/// images.
/// </remarks>
internal sealed class ImageLayout
{
    private const int ImagesAFolder = 1_000;

    /// <param name="rootPath">The configured root; relative to the current directory.</param>
    public ImageLayout(string rootPath)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(rootPath));
        Images = Path.Combine(Root, "images");
        Temporary = Path.Combine(Images, ".tmp");
    }

    public string Root { get; }

    public string Images { get; }

    /// <summary>On the volume of the outputs, so that a rename moves a file to its place.</summary>
    public string Temporary { get; }

    /// <summary>The output's path below the images folder, with slashes; safe in a URL as it is.</summary>
    public static string RelativePath(OutputKey key)
    {
        if (key.Name is not { } name)
        {
            throw new ArgumentException("The key names no output.", nameof(key));
        }

        var index = int.Parse(name.AsSpan(0, name.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{RelativeFolder(key.Job)}/{index / ImagesAFolder}/{name}");
    }

    public string FileOf(OutputKey key) => Inside(RelativePath(key));

    public string FolderOf(JobId jobId) => Inside(RelativeFolder(jobId));

    private static string RelativeFolder(JobId jobId)
    {
        var id = jobId.ToString();
        return $"{id[^2..]}/{id}";
    }

    /// <summary>Ids and names cannot lead out of the folder by their form; should that ever change, nothing is touched.</summary>
    private string Inside(string relativePath)
    {
        var path = Path.GetFullPath(Path.Combine(Images, relativePath));
        return path.StartsWith(Images + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new InvalidOperationException("The key leads out of the images folder.");
    }
}
