using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Compares records that hold lists, whose own equality compares references.</summary>
internal static class Same
{
    public static void Jobs(Job expected, Job actual)
    {
        Assert.Equal(expected.Definition.Header, actual.Definition.Header);
        var definition = actual.Definition with { Header = expected.Definition.Header };
        Assert.Equal(expected.Definition, definition);
        Assert.Equal(expected with { Definition = definition }, actual with { Definition = definition });
    }

    public static void Products(IReadOnlyList<Product> expected, IReadOnlyList<Product> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair =>
        {
            Assert.Equal(pair.First.Cells, pair.Second.Cells);
            Assert.Equal(pair.First.Images, pair.Second.Images);
            Assert.Equal(pair.First, pair.Second with { Cells = pair.First.Cells, Images = pair.First.Images });
        });
    }
}
