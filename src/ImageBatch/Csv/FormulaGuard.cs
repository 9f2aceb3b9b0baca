using System.Globalization;
using System.Text;

namespace ImageBatch.Csv;

/// <summary>
/// Makes text of what a spreadsheet would run, by an apostrophe before its sign (OWASP, "CSV Injection"): where a cell begins, and
/// where one would begin if the file were split by another separator than its own. Numbers with a sign are among them: to tell
/// <c>-5</c> from <c>-5+cmd</c> is the spreadsheet's business, and it differs.
/// </summary>
internal static class FormulaGuard
{
    // The last four are full-width forms, which spreadsheets of East Asian locales take for the others.
    private const string Signs = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    // Some spreadsheets split by what the user's country has for a list; a line break ends a row for all that see no quotes.
    private const string Separators = ",;\t|\r\n";

    // Seen by nobody, though Unicode calls them letters, symbols and marks: Hangul fillers, a Braille blank, a joiner.
    private const string Unseen = "\u3164\u115F\u1160\uFFA0\u2800\u034F";

    /// <summary>
    /// The cell, with an apostrophe before each of <c>= + - @</c> that begins a cell, be it after white space, quotes and
    /// characters that are not seen; and before a tab or a line break that the cell begins with. The same instance where none does.
    /// </summary>
    public static string Neutralize(string cell)
    {
        var safe = cell is ['\t' or '\r' or '\n', ..] ? new StringBuilder("'") : null;
        var (copied, index, begins) = (0, 0, true);
        foreach (var rune in cell.EnumerateRunes())
        {
            if (begins && IsOneOf(Signs, rune))
            {
                safe = (safe ?? new StringBuilder()).Append(cell, copied, index - copied).Append('\'');
                copied = index;
                begins = false;
            }
            else
            {
                begins = IsOneOf(Separators, rune) || (begins && IsPassedOver(rune));
            }

            index += rune.Utf16SequenceLength;
        }

        return safe is null ? cell : safe.Append(cell, copied, cell.Length - copied).ToString();
    }

    // A byte order mark in the first cell of a file is gone when the file is opened, and what is behind it comes first. Tags
    // and joiners are of the category of formats.
    private static bool IsPassedOver(Rune rune) => rune.Value == '"' || Rune.IsWhiteSpace(rune) || IsOneOf(Unseen, rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;

    private static bool IsOneOf(string characters, Rune rune) => rune.IsBmp && characters.Contains((char)rune.Value, StringComparison.Ordinal);
}
