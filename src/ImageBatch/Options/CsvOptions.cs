using System.ComponentModel.DataAnnotations;

namespace ImageBatch;

/// <summary>What an uploaded CSV may hold, and how the result CSV is written.</summary>
public sealed class CsvOptions
{
    /// <summary>
    /// Largest CSV in bytes; as many cells may its rows leave out below a wider header. Default 256 MiB.
    /// </summary>
    [Range(1, long.MaxValue)]
    public long MaxBytes { get; set; } = 256L << 20;

    /// <summary>Most images of one job. Default 1,000,000.</summary>
    [Range(1, 100_000_000)]
    public int MaxImages { get; set; } = 1_000_000;

    /// <summary>Most URLs of one row. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaxUrlsPerRow { get; set; } = 100;

    /// <summary>Longest URL in characters. Default 2,048.</summary>
    [Range(16, 65_536)]
    public int MaxUrlLength { get; set; } = 2_048;

    /// <summary>
    /// Longest serial number and longest product name in characters: every image of a row is shown with both. Default 1,024.
    /// </summary>
    [Range(1, 65_536)]
    public int MaxLabelLength { get; set; } = 1_024;

    /// <summary>
    /// How many uploads are read at once, dry runs among them; each takes some 30 bytes an image while it is read. One
    /// uploader has half of them at the most. Default 8.
    /// </summary>
    [Range(1, 1_000)]
    public int MaxConcurrentUploads { get; set; } = 8;

    /// <summary>How long one upload may take from its first byte until it is stored. Default 15 min.</summary>
    [TimeSpanRange("00:00:00.010", "1.00:00:00")]
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>What a row that breaks the rules does to its upload. Default <see cref="InvalidRowAction.Refuse"/>.</summary>
    [EnumDataType(typeof(InvalidRowAction))]
    public InvalidRowAction OnInvalidRow { get; set; }

    /// <summary>How many bad rows an answer lists; it also says how many there are. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaxListedErrors { get; set; } = 100;

    /// <summary>
    /// Whether cells of the result CSV that a spreadsheet would run are neutralised, by an apostrophe before them: those
    /// that start with one of <c>= + - @</c>, be it after white space or quotes, numbers with a sign among them, and those
    /// that start with a tab or a line break. Default true.
    /// </summary>
    public bool NeutralizeFormulas { get; set; } = true;
}
