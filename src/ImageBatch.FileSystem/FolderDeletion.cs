namespace ImageBatch.FileSystem;

/// <summary>Deletes a folder with all it holds, while others may delete it too or still put a file into it.</summary>
internal static class FolderDeletion
{
    private const int Tries = 10;

    public static void Delete(string folder, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                foreach (var part in Directory.EnumerateDirectories(folder))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Directory.Delete(part, recursive: true);
                }

                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (!Directory.Exists(folder))
            {
                return;
            }
            catch (IOException) when (attempt < Tries)
            {
            }
        }
    }
}
