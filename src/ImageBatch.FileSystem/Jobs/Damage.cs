using System.Globalization;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>What is said of files that are not as they were written.</summary>
internal static class Damage
{
    public static InvalidDataException At(string path, long offset, Exception? inner = null) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"The file '{path}' is damaged at byte {offset}. It is left as it is; restore it from a backup."),
        inner);

    public static InvalidDataException Missing(string path) => new(
        $"The file '{path}' is missing or too short: the folder was not copied or restored as a whole.");
}
