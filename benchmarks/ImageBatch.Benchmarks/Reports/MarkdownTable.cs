using System.Text;

namespace ImageBatch.Benchmarks.Reports;

/// <summary>A table that reads the same on a terminal and in Markdown. Columns are numbers but for the first ones.</summary>
internal sealed class MarkdownTable(int textColumns, params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = Enumerable.Range(0, header.Length).Select(i => Math.Max(3, _rows.Max(row => row[i].Length))).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            Append(text, row, widths);
            if (row == header)
            {
                Append(text, [.. widths.Select((width, i) => Line(width, i))], widths);
            }
        }

        return text.ToString();
    }

    private string Line(int width, int column) =>
        column < textColumns ? new string('-', width) : new string('-', width - 1) + ':';

    private void Append(StringBuilder text, string[] cells, int[] widths)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append("| ").Append(i < textColumns ? cells[i].PadRight(widths[i]) : cells[i].PadLeft(widths[i])).Append(' ');
        }

        text.Append("|\n");
    }
}
