using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>TIFF 6.0 (section 2), little and big endian. BigTIFF is another format.</summary>
internal static class TiffHeader
{
    /// <summary>Length of the header: byte order, number 42, offset of the first directory.</summary>
    public const int StartLength = 8;

    public static bool Matches(ReadOnlySpan<byte> file) => file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8);

    public static ImageHeader Read(HeaderBytes file)
    {
        if (!TiffDirectory.TryReadStart(file.All, out var littleEndian, out var first))
        {
            throw file.Truncated();
        }

        if (first < StartLength)
        {
            throw file.Corrupt("it has no first directory");
        }

        if (!TiffDirectory.TryOpen(file.All, littleEndian, first, out var directory) || !directory.IsWhole)
        {
            throw file.Truncated();
        }

        return new ImageHeader
        {
            Format = ImageFormat.Tiff,
            Width = Required(file, directory, TiffDirectory.ImageWidth, "width"),
            Height = Required(file, directory, TiffDirectory.ImageLength, "height"),
            Length = file.Length,
            Frames = CountDirectories(file, littleEndian, first, directory.Next),
            Orientation = ExifOrientation.Of(directory),
            Components = Optional(directory, TiffDirectory.SamplesPerPixel, most: 4),
            Precision = Optional(directory, TiffDirectory.BitsPerSample, most: 64),
        };
    }

    private static int Required(HeaderBytes file, TiffDirectory directory, ushort tag, string name) =>
        directory.TryGetValue(tag, out var value)
            ? file.Dimension(value, name)
            : throw file.Corrupt($"it does not say its {name}");

    /// <summary>Both fields are 1 where they are left out (section 8).</summary>
    private static int Optional(TiffDirectory directory, ushort tag, uint most)
    {
        var value = directory.TryGetValue(tag, out var stored) ? stored : 1;
        return value <= most ? (int)value : 0;
    }

    /// <summary>
    /// Follows the chain as far as the file goes. A chain that bites its tail is found without remembering it, by
    /// Brent's algorithm: a checkpoint that moves up after 1, 2, 4, … steps is met again.
    /// </summary>
    private static int CountDirectories(HeaderBytes file, bool littleEndian, uint first, uint next)
    {
        var frames = 1;
        var checkpoint = first;
        var steps = 0;
        var power = 1;
        while (next != 0
            && frames < ImageHeaderReader.MaxFrames
            && TiffDirectory.TryOpen(file.All, littleEndian, next, out var directory))
        {
            if (next == checkpoint)
            {
                throw file.Corrupt("its directories go round in a circle");
            }

            frames++;
            if (++steps == power)
            {
                (checkpoint, steps, power) = (next, 0, power * 2);
            }

            next = directory.Next;
        }

        return frames;
    }
}
