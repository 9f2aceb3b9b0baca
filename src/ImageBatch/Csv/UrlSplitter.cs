namespace ImageBatch.Csv;

/// <summary>
/// Splits a cell that holds several URLs. A URL starts at the cell's start and wherever a separator (comma, semicolon,
/// pipe, white space, line break) is followed by <c>http://</c> or <c>https://</c>; so a comma inside a URL stays in it.
/// </summary>
/// <remarks>
/// A separator followed by another scheme (<c>ftp://</c>) splits too: that part is then reported as the bad URL it is,
/// where it would otherwise vanish in the tail of the good one before it.
/// </remarks>
internal static class UrlSplitter
{
    /// <summary>Adds the parts of a cell, trimmed of separators, to a list. Empty parts are left out.</summary>
    public static void Split(string cell, List<string> urls)
    {
        var start = 0;
        var searched = 0;
        while (cell.AsSpan(searched).IndexOf("://") is var found and >= 0)
        {
            var next = SchemeStart(cell, start, searched + found);
            if (next > start)
            {
                Add(cell, start, next, urls);
                start = next;
            }

            searched += found + "://".Length;
        }

        Add(cell, start, cell.Length, urls);
    }

    /// <summary>Whether a text starts with <c>http://</c> or <c>https://</c> in any case.</summary>
    public static bool StartsWithHttp(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    // Where the scheme before :// starts, if a separator stands before it; -1 otherwise.
    private static int SchemeStart(string cell, int from, int colon)
    {
        var first = colon;
        while (first > from && IsSchemeCharacter(cell[first - 1]))
        {
            first--;
        }

        return first < colon && char.IsAsciiLetter(cell[first]) && first > from && IsSeparator(cell[first - 1]) ? first : -1;
    }

    private static void Add(string cell, int start, int end, List<string> urls)
    {
        while (start < end && IsSeparator(cell[start]))
        {
            start++;
        }

        while (end > start && IsSeparator(cell[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            urls.Add(end - start == cell.Length ? cell : cell[start..end]);
        }
    }

    private static bool IsSeparator(char c) => c is ',' or ';' or '|' || char.IsWhiteSpace(c);

    private static bool IsSchemeCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.';
}
