using Spectre.Console;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Shows what became of each image.</summary>
internal static class DemoTable
{
    // Spectre takes what is no terminal for 80 columns wide, in which this table breaks its cells.
    private const int PlainWidth = 140;

    public static void Write(IReadOnlyList<DemoImage> images)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = PlainWidth;
        }

        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("Product")
            .AddColumn("Image")
            .AddColumn(new TableColumn("Before").RightAligned())
            .AddColumn(new TableColumn("After").RightAligned())
            .AddColumn(new TableColumn("Saved").RightAligned())
            .AddColumn("Error");
        foreach (var image in images)
        {
            table.AddRow(
                new Text(image.ProductName),
                new Text(NameOf(image.InputUrl)),
                new Text(Sizes.Bytes(image.BytesIn)),
                new Text(Sizes.Bytes(image.BytesOut)),
                new Text(Sizes.Saved(image.BytesIn, image.BytesOut)),
                new Text(image.Error is { } error ? $"{error.Code}: {error.Message}" : "", new Style(Color.Red)));
        }

        AnsiConsole.Write(table);
    }

    private static string NameOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? Uri.UnescapeDataString(uri.Segments[^1]) : url;
}
