namespace ImageBatch.Csv;

/// <summary>Finds a catalogue's delimiter: comma, semicolon or tab.</summary>
internal static class DelimiterDetector
{
    /// <summary>
    /// The delimiter that makes the most known column names of a header; among equals the one that makes the most
    /// columns, and then the comma. Delimiters in quotes do not count.
    /// </summary>
    public static char Detect(ReadOnlySpan<char> header)
    {
        var best = ',';
        var bestScore = (Known: -1, Columns: -1);
        foreach (var candidate in ",;\t")
        {
            var score = Score(header, candidate);
            if (score.CompareTo(bestScore) > 0)
            {
                (best, bestScore) = (candidate, score);
            }
        }

        return best;
    }

    private static (int Known, int Columns) Score(ReadOnlySpan<char> header, char delimiter)
    {
        var (known, columns, start, quoted) = (0, 0, 0, false);
        for (var i = 0; i <= header.Length; i++)
        {
            if (i < header.Length && header[i] == '"')
            {
                quoted = !quoted;
            }
            else if (i == header.Length || (header[i] == delimiter && !quoted))
            {
                columns++;
                known += HeaderAliases.IsKnown(header[start..i].ToString()) ? 1 : 0;
                start = i + 1;
            }
        }

        return (known, columns);
    }
}
