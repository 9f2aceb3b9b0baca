using System.Runtime.InteropServices;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// The results of a job that left the journal: a frame each, and behind them a frame that says of every image where it
/// stands and where its result lies.
/// </summary>
internal static class ResultsFile
{
    private const byte Version = 1;
    private const int BufferLength = 262_144;

    /// <summary>Writes a file and makes it last, but not its name.</summary>
    /// <returns>Where the last frame lies, and each image's result.</returns>
    public static (long Index, long[] Results) Write(Disk disk, string path, ImageTable images, ResultSource source)
    {
        using var file = OwnerOnly.OpenFile(path, FileMode.Create, FileAccess.Write, FileShare.None);
        var results = new long[images.Count];
        var buffer = new ByteWriter();
        var written = 0L;
        WriteHead(buffer);

        // Copies share the result of their first, here as before.
        var shared = new Dictionary<long, long>();
        for (var image = 0; image < results.Length; image++)
        {
            if (images.ResultOf(image) is var from and not 0 && !shared.TryGetValue(from, out results[image]))
            {
                results[image] = written + buffer.Length;
                buffer.Bytes(source.ReadFrame(from));
                if (images.NextCopyOf(image) is not null)
                {
                    shared.Add(from, results[image]);
                }
            }

            if (buffer.Length >= BufferLength)
            {
                Flush();
            }
        }

        var index = written + buffer.Length;
        WriteIndex(buffer, images, results);
        Flush();
        disk.Flush(file);
        return (index, results);

        void Flush()
        {
            disk.Write(file, buffer.Written, written);
            written += buffer.Length;
            buffer.Clear();
        }
    }

    /// <summary>Reads where the images stand.</summary>
    public static ImageTable Read(string path, long index, int images, int[]? nextCopies)
    {
        using var frames = new FrameFile(path);
        var reader = new ByteReader(frames.Read(index));
        var statuses = reader.Bytes(images).ToArray();
        var results = MemoryMarshal.Cast<byte, long>(reader.Bytes(checked(images * sizeof(long)))).ToArray();
        return new ImageTable(statuses, results, nextCopies);
    }

    /// <summary>So that no result lies at 0, which means none.</summary>
    private static void WriteHead(ByteWriter writer)
    {
        var start = Frame.Begin(writer);
        writer.Byte(Version);
        Frame.End(writer, start);
    }

    private static void WriteIndex(ByteWriter writer, ImageTable images, long[] results)
    {
        var start = Frame.Begin(writer);
        writer.Bytes(images.Statuses);
        writer.Bytes(MemoryMarshal.AsBytes(results.AsSpan()));
        Frame.End(writer, start);
    }
}
