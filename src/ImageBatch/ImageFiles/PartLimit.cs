using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>
/// How many parts of a kind a file may have: what is kept of each, here or by an imaging library, is in no budget. Real
/// files have thousands at the most.
/// </summary>
internal static class PartLimit
{
    /// <summary>Most segments, chunks, extensions, directories or items.</summary>
    public const int Most = 65_536;

    /// <summary>Most places of image data: an image of many strips has three or four times as many as it has rows.</summary>
    public const int MostPlaces = 4 * Most;

    /// <exception cref="Model.ImageException">There are more.</exception>
    public static void Check(int count, HeaderBytes file, string parts)
    {
        if (count > Most)
        {
            throw file.Broken(Message(count, Most, parts));
        }
    }

    public static string Message(int count, int most, string parts) =>
        $"it has {count:N0} {parts} or more, and {most:N0} are the most that are taken";
}
