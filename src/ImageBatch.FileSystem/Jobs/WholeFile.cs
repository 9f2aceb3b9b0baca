namespace ImageBatch.FileSystem.Jobs;

/// <summary>A file of one frame, there as a whole or not at all.</summary>
internal static class WholeFile
{
    public const string TemporaryExtension = ".tmp";

    /// <summary>Writes a file and makes it last, but not its name.</summary>
    public static void Write(Disk disk, string path, Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        var start = Frame.Begin(writer);
        write(writer);
        Frame.End(writer, start);
        using var file = OwnerOnly.OpenFile(path, FileMode.Create, FileAccess.Write, FileShare.None);
        disk.Write(file, writer.Written, 0);
        disk.Flush(file);
    }

    /// <summary>Puts a file in the place of the one that is there, if any; after a kill it is the one or the other.</summary>
    public static void Replace(Disk disk, string path, Action<ByteWriter> write)
    {
        var temporary = path + TemporaryExtension;
        try
        {
            Write(disk, temporary, write);
            disk.MoveFile(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        disk.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads the payload.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written.</exception>
    public static T Read<T>(string path, Reading<T> read)
    {
        if (!Frame.TryOpen(File.ReadAllBytes(path), out var payload))
        {
            throw Damage.At(path, 0);
        }

        var reader = new ByteReader(payload);
        try
        {
            return read(ref reader);
        }
        catch (InvalidDataException exception)
        {
            throw Damage.At(path, 0, exception);
        }
    }

    /// <summary>Reads what a payload holds.</summary>
    internal delegate T Reading<out T>(ref ByteReader reader);
}
