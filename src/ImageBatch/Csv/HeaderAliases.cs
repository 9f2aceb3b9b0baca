namespace ImageBatch.Csv;

/// <summary>
/// The closed list of names under which a needed column is found, the preferred one first. Case, white space and
/// punctuation do not count: <c>S. No.</c>, <c>S.No</c> and <c>s_no</c> are one name.
/// </summary>
internal static class HeaderAliases
{
    /// <summary>Names of the column with the serial number.</summary>
    public static IReadOnlyList<string> SerialNumber { get; } =
    [
        "Serial Number", "S. No.", "Serial No", "Serial", "Sr. No.", "Sl. No.", "SKU", "Product SKU", "Product Id",
        "Item Id", "Item Number", "Item No", "Article Number", "Article No", "Id", "Number", "No", "#",
    ];

    /// <summary>Names of the column with the product name.</summary>
    public static IReadOnlyList<string> Name { get; } =
        ["Product Name", "Name", "Product Title", "Product", "Title", "Item Name", "Item"];

    /// <summary>Names of the column with the image URLs.</summary>
    public static IReadOnlyList<string> Urls { get; } =
    [
        "Input Image Urls", "Input Image Url", "Input Images", "Input Urls", "Input Url", "Image Urls", "Image Url",
        "Images Urls", "Image Links", "Image Link", "Image Src", "Images", "Image", "Picture Urls", "Picture Url",
        "Photo Urls", "Photo Url", "Urls", "Url", "Links", "Link",
    ];

    private static readonly HashSet<string> Known =
        [.. SerialNumber.Select(Normalize), .. Name.Select(Normalize), .. Urls.Select(Normalize)];

    /// <summary>Whether a name is on one of the lists.</summary>
    public static bool IsKnown(string name) => Known.Contains(Normalize(name));

    /// <summary>The letters and digits of a name in lower case; <c>#</c> for a name that is only that.</summary>
    public static string Normalize(string name)
    {
        var letters = string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return letters.Length == 0 && name.Contains('#') ? "#" : letters;
    }
}
