using System.Text;

namespace ImageBatch.Csv;

/// <summary>Puts the cells that a row has beyond its header where they belong.</summary>
/// <remarks>
/// Empty ones are dropped. Where the URL column is the last, the others are further URLs, as in
/// <c>1,SKU1,https://a,https://b</c>, or the rest of a URL that has the delimiter in it, as in
/// <c>1,SKU1,https://a/w_300,h_200/x.jpg</c>: without white space, and with some character that is not a letter, so that
/// a remark is not taken for one. Anything else is one cell too many. With tabs there is no rest: no URL has a tab.
/// </remarks>
internal static class RaggedRow
{
    /// <summary>Joins the extra cells to the last one. False where one of them does not belong there.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cells">As many of its cells as the header has columns.</param>
    /// <param name="endsWithUrls">Whether the last column is the one with the URLs.</param>
    public static bool Join(CatalogueParser record, string[] cells, bool endsWithUrls)
    {
        StringBuilder? joined = null;
        for (var i = cells.Length; i < record.Count; i++)
        {
            var extra = record[i].Trim();
            if (extra.Length == 0)
            {
                continue;
            }

            if (!endsWithUrls)
            {
                return false;
            }

            joined ??= new StringBuilder(string.IsNullOrWhiteSpace(cells[^1]) ? "" : cells[^1]);
            if (UrlSplitter.StartsWithHttp(extra))
            {
                joined.Append(joined.Length > 0 ? "," : "").Append(extra);
            }
            else if (joined.Length > 0 && record.Delimiter != '\t' && CouldContinue(extra))
            {
                joined.Append(record.Delimiter).Append(extra);
            }
            else
            {
                return false;
            }
        }

        cells[^1] = joined?.ToString() ?? cells[^1];
        return true;
    }

    private static bool CouldContinue(string text) => !text.Any(char.IsWhiteSpace) && !text.All(char.IsLetter);
}
