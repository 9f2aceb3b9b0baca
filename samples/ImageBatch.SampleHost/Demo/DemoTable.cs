using Spectre.Console;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Shows what became of each image.</summary>
internal static class DemoTable
{
    // A narrower terminal has no room for the sentences beside the codes.
    private const int WidthForSentences = 110;

    public static void Write(IReadOnlyList<DemoImage> images)
    {
        var sentences = AnsiConsole.Profile.Width >= WidthForSentences;
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("Product")
            .AddColumn(new TableColumn("Image").NoWrap())
            .AddColumn(new TableColumn("Before").RightAligned().NoWrap())
            .AddColumn(new TableColumn("After").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Saved").RightAligned().NoWrap())
            .AddColumn("Error");
        foreach (var image in images)
        {
            table.AddRow(
                new Text(image.ProductName),
                new Text(image.InputName),
                new Text(Sizes.Bytes(image.BytesIn)),
                new Text(Sizes.Bytes(image.BytesOut)),
                new Text(Sizes.Saved(image.BytesIn, image.BytesOut)),
                new Text(image.Error is { } error ? Describe(error, sentences) : "", new Style(Color.Red)));
        }

        AnsiConsole.Write(table);
    }

    private static string Describe(DemoImageError error, bool sentences) =>
        sentences ? $"{error.Code}: {error.Message}" : error.Code;
}
