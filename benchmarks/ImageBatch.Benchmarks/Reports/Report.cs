using System.Text;

namespace ImageBatch.Benchmarks.Reports;

/// <summary>Text that is printed as it grows and can be kept in a file.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a paragraph or a table, and an empty line behind it.</summary>
    public void Add(string block)
    {
        var text = block.TrimEnd('\n') + "\n\n";
        _text.Append(text);
        Console.Write(text);
    }

    public void Save(string? path)
    {
        if (path is not null)
        {
            File.WriteAllText(path, _text.ToString().TrimEnd('\n') + "\n");
        }
    }
}
