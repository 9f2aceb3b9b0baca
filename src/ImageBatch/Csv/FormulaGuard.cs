using System.Globalization;

namespace ImageBatch.Csv;

/// <summary>
/// Makes text of cells that a spreadsheet would run, by an apostrophe before them (OWASP, "CSV Injection"). Numbers with
/// a sign are among them: to tell <c>-5</c> from <c>-5+cmd</c> is the spreadsheet's business, and it differs.
/// </summary>
internal static class FormulaGuard
{
    // The last four are full-width forms, which spreadsheets of East Asian locales take for the others.
    private const string Starts = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>
    /// Whether a cell starts with one of <c>= + - @</c>, be it after white space, quotes and characters that are not
    /// seen, or with a tab or a line break.
    /// </summary>
    public static bool IsFormula(string cell)
    {
        if (cell is ['\t' or '\r' or '\n', ..])
        {
            return true;
        }

        foreach (var c in cell)
        {
            if (!IsPassedOver(c))
            {
                return Starts.Contains(c);
            }
        }

        return false;
    }

    // A byte order mark in the first cell of a file is gone when the file is opened, and what is behind it comes first.
    private static bool IsPassedOver(char c) =>
        c == '"' || char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
