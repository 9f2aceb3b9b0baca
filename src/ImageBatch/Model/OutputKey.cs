using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ImageBatch.Model;

/// <summary>
/// Names an output image. The name is made of the image's index and of its content's hash, never of the URL, so that
/// two workers that made different outputs of one image never overwrite each other's.
/// </summary>
public readonly partial record struct OutputKey
{
    private OutputKey(JobId job, string name) => (Job, Name) = (job, name);

    /// <summary>The job.</summary>
    public JobId Job { get; }

    /// <summary>
    /// Name in the job: the index, a dash, the first 32 hexadecimal digits of the content's SHA-256, and the format's
    /// extension, as in <c>17-9f86d081884c7d659a2feaa0c55ad015.jpg</c>. Safe as a file name and in a URL.
    /// </summary>
    public string Name { get; }

    /// <summary>The content type that the name's extension stands for.</summary>
    public string ContentType => ImageFormats.ContentTypeOf(Name);

    /// <summary>Makes the key of an output.</summary>
    /// <param name="job">The job.</param>
    /// <param name="index">Index of the image in the job.</param>
    /// <param name="content">The whole output.</param>
    /// <param name="format">Its format.</param>
    public static OutputKey Create(JobId job, int index, ReadOnlySpan<byte> content, ImageFormat format)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        var digits = Convert.ToHexStringLower(hash[..16]);
        return new(job, string.Create(CultureInfo.InvariantCulture, $"{index}-{digits}.{ImageFormats.ExtensionOf(format)}"));
    }

    /// <summary>Takes a name that came from outside; false where it is not of the form that <see cref="Create"/> makes.</summary>
    public static bool TryCreate(JobId job, [NotNullWhen(true)] string? name, out OutputKey key)
    {
        var valid = name is not null && NamePattern().IsMatch(name);
        key = valid ? new(job, name!) : default;
        return valid;
    }

    /// <summary>The job and the name, with a slash between them.</summary>
    public override string ToString() => $"{Job}/{Name}";

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,8})-[0-9a-f]{32}\.(jpg|png|gif|webp|bmp|tiff|avif)\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
