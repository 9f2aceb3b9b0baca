using ImageBatch.Benchmarks.Images;
using ImageBatch.Benchmarks.Reports;
using static System.FormattableString;

namespace ImageBatch.Benchmarks.Compare;

/// <summary>What was measured as two tables: contenders in sum, and images × contenders. ÷ is the ratio to the yardstick.</summary>
internal static class CompareTables
{
    private const string Nothing = "–";

    /// <summary>Ratios are of the images that both the contender and the yardstick took.</summary>
    public static MarkdownTable Sums(IReadOnlyList<string> names, List<List<Entry>> entries)
    {
        var table = new MarkdownTable(
            1, "codec, all images", "images", "ms", "ms ÷", "bytes out", "bytes ÷", "PSNR dB", "SSIM", "allocated");
        for (var i = 0; i < names.Count; i++)
        {
            var taken = entries.Select(row => row[i]).Where(entry => entry.IsTaken).ToList();
            var both = taken.Where(entry => entry.IsComparable).ToList();
            table.Add(
                names[i],
                Invariant($"{taken.Count}"),
                Invariant($"{taken.Sum(Milliseconds):F2}"),
                Ratio(both.Sum(Milliseconds), both.Sum(entry => entry.Yardstick!.Time.TotalMilliseconds)),
                Invariant($"{taken.Sum(entry => (long)entry.Measured.OutputLength)}"),
                Ratio(both.Sum(entry => (double)entry.Measured.OutputLength), both.Sum(entry => (double)entry.Yardstick!.OutputLength)),
                Number(Mean(taken, entry => entry.Psnr), "F2"),
                Number(Mean(taken, entry => entry.Ssim), "F4"),
                Invariant($"{taken.Sum(entry => entry.Measured.Allocated)}"));
        }

        return table;
    }

    public static MarkdownTable Images(
        IReadOnlyList<string> names, IReadOnlyList<BenchmarkImage> images, List<List<Entry>> entries)
    {
        var table = new MarkdownTable(
            2, "image", "codec", "bytes in", "ms", "ms ÷", "bytes out", "bytes ÷", "PSNR dB", "SSIM", "allocated");
        for (var i = 0; i < images.Count; i++)
        {
            for (var j = 0; j < names.Count; j++)
            {
                var (name, length) = j == 0 ? (images[i].Name, Invariant($"{images[i].Content.Length}")) : ("", "");
                table.Add([name, names[j], length, .. Cells(entries[i][j])]);
            }
        }

        return table;
    }

    private static string[] Cells(Entry entry) => entry.IsTaken
        ?
        [
            Invariant($"{Milliseconds(entry):F2}"),
            entry.IsComparable ? Ratio(Milliseconds(entry), entry.Yardstick!.Time.TotalMilliseconds) : Nothing,
            Invariant($"{entry.Measured.OutputLength}"),
            entry.IsComparable ? Ratio(entry.Measured.OutputLength, entry.Yardstick!.OutputLength) : Nothing,
            Number(entry.Psnr, "F2"),
            Number(entry.Ssim, "F4"),
            Invariant($"{entry.Measured.Allocated}"),
        ]
        : [.. Enumerable.Repeat(Nothing, 7)];

    private static double Milliseconds(Entry entry) => entry.Measured.Time.TotalMilliseconds;

    /// <summary>Mean of what could be measured.</summary>
    private static double Mean(List<Entry> entries, Func<Entry, double> value) =>
        entries.Select(value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private static string Ratio(double value, double yardstick) =>
        yardstick > 0 ? Invariant($"{value / yardstick:F3}") : Nothing;

    private static string Number(double value, string format) =>
        double.IsNaN(value) ? Nothing : value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
