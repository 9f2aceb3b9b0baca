using System.Globalization;

namespace ImageBatch.Benchmarks.Reports;

/// <summary>The words behind a command: at most one folder, and options that each take a value or none.</summary>
internal sealed class CommandOptions
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    public CommandOptions(ReadOnlySpan<string> words, string[] valued, params string[] flags)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (flags.Contains(words[i]))
            {
                _options[words[i]] = "";
            }
            else if (valued.Contains(words[i]) && i + 1 < words.Length)
            {
                _options[words[i]] = words[++i];
            }
            else if (Folder is null && !words[i].StartsWith('-'))
            {
                Folder = words[i];
            }
            else
            {
                throw new InvalidOperationException(
                    $"'{words[i]}' is not understood here. Options: {string.Join(", ", valued.Concat(flags))}.");
            }
        }
    }

    public string? Folder { get; }

    public string? Output => Text("--output");

    public string? Text(string option) => _options.GetValueOrDefault(option);

    public bool Has(string flag) => _options.ContainsKey(flag);

    public int Number(string option, int otherwise, int least = 1, int most = int.MaxValue)
    {
        if (!_options.TryGetValue(option, out var text))
        {
            return otherwise;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new InvalidOperationException($"{option} takes a whole number from {least} to {most}.");
    }
}
