using System.Globalization;
using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Makes events of images, with results that tell images and runs apart.</summary>
internal static class Events
{
    public static ImageKey Key(this Job job, int index) => new(job.Id, index, job.Run);

    public static ImageStarted Started(ImageKey key) => new(key, Guid.NewGuid());

    public static ImageSucceeded Succeeded(ImageKey key) => new(key, Output(key));

    public static ImageFailed Failed(ImageKey key) => new(key, Error(key));

    public static ImageOutput Output(ImageKey key) => new(
        string.Create(CultureInfo.InvariantCulture, $"{key.Index}-{key.Run:x32}.jpg"),
        BytesIn: 10_000_000_000 + key.Index,
        BytesOut: 4_000 + key.Index,
        Unchanged: key.Index % 2 == 1,
        Note: key.Index % 3 == 1 ? $"Of “{key.Index}” the first frame." : null);

    public static ImageError Error(ImageKey key) => new(
        ImageErrorCodes.DownloadStatus,
        string.Create(CultureInfo.InvariantCulture, $"Image {key.Index} was not found in run {key.Run}: “404”."));
}
