using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// What became of an image, as a frame: in the journal within the record that made it final, later, byte for byte the
/// same, in the job's file of results.
/// </summary>
internal static class ImageResult
{
    public static void Write(ByteWriter writer, ImageOutput output)
    {
        var start = Frame.Begin(writer);
        writer.Flag(true);
        writer.Number(output.BytesIn);
        writer.Number(output.BytesOut);
        writer.Flag(output.Unchanged);
        writer.Text(output.Name);
        writer.Text(output.Note ?? "");
        Frame.End(writer, start);
    }

    public static void Write(ByteWriter writer, ImageError error)
    {
        var start = Frame.Begin(writer);
        writer.Flag(false);
        writer.Text(error.Code);
        writer.Text(error.Message);
        Frame.End(writer, start);
    }

    /// <summary>The output, where there is one; else the error.</summary>
    public static (ImageOutput? Output, ImageError? Error) Read(ReadOnlySpan<byte> payload)
    {
        var reader = new ByteReader(payload);
        if (!reader.Flag())
        {
            return (null, new ImageError(reader.Text(), reader.Text()));
        }

        var (bytesIn, bytesOut, unchanged) = (reader.Number(), reader.Number(), reader.Flag());
        var (name, note) = (reader.Text(), reader.Text());
        return (new ImageOutput(name, bytesIn, bytesOut, unchanged, note.Length > 0 ? note : null), null);
    }

    /// <summary>What a job counts of a result: bytes in and out of a success; null of a failure.</summary>
    public static (long BytesIn, long BytesOut)? ReadBytes(ReadOnlySpan<byte> payload)
    {
        var reader = new ByteReader(payload);
        return reader.Flag() ? (reader.Number(), reader.Number()) : null;
    }
}
