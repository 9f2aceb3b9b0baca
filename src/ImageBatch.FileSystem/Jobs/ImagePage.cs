using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Images picked for a page, with where they stood at one moment.</summary>
internal sealed class ImagePage
{
    public List<int> Indexes { get; } = [];

    public List<(ImageStatus Status, long Result)> States { get; } = [];

    public static ImagePage Select(ImageTable images, ImageStatus? status, int after, int limit)
    {
        var page = new ImagePage();
        while (page.Indexes.Count < limit && images.Next(status, after) is { } image)
        {
            page.Indexes.Add(image);
            page.States.Add((images.StatusOf(image), images.ResultOf(image)));
            after = image;
        }

        return page;
    }
}
