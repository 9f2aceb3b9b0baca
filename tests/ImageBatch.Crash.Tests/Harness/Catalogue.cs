using System.Globalization;
using System.Text;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>Writes the CSV of a job, one image a product.</summary>
internal static class Catalogue
{
    public static string Write(IReadOnlyList<string> urls)
    {
        var csv = new StringBuilder("Serial Number,Product Name,Input Image Urls\n");
        for (var row = 0; row < urls.Count; row++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{row + 1},Product {row + 1},{urls[row]}\n");
        }

        return csv.ToString();
    }
}
