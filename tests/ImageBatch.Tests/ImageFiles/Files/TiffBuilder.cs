using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageFiles.Files;

/// <summary>Builds TIFF files whose parts lie in the order in which they are added.</summary>
internal sealed class TiffBuilder(bool littleEndian = true)
{
    public const int Ascii = 2;
    public const int Undefined = 7;
    private const int Short = 3;
    private const int Long = 4;

    private readonly List<byte> _file = [.. TiffFile.Start(littleEndian), 0, 0, 0, 0];

    public byte[] File => [.. _file];

    public uint Length => (uint)_file.Count;

    public static (int Tag, int Type, byte[] Values) Text(int tag, string text) =>
        (tag, Ascii, [.. text.Select(letter => (byte)letter), 0]);

    public uint Add(params ReadOnlySpan<byte> bytes)
    {
        var offset = _file.Count;
        _file.AddRange(bytes);
        return (uint)offset;
    }

    public (int Tag, int Type, byte[] Values) Shorts(int tag, params int[] values) =>
        (tag, Short, [.. values.SelectMany(value => new ByteBuilder().UInt16(value, littleEndian).ToArray())]);

    public (int Tag, int Type, byte[] Values) Longs(int tag, params uint[] values) =>
        (tag, Long, [.. values.SelectMany(value => new ByteBuilder().UInt32(value, littleEndian).ToArray())]);

    /// <summary>Adds a directory behind those of its values that do not fit into an entry.</summary>
    public uint AddDirectory(params (int Tag, int Type, byte[] Values)[] entries)
    {
        var directory = new ByteBuilder().UInt16(entries.Length, littleEndian);
        foreach (var (tag, type, values) in entries.OrderBy(entry => entry.Tag))
        {
            directory.UInt16(tag, littleEndian).UInt16(type, littleEndian)
                .UInt32(values.Length / type switch { Short => 2, Long => 4, 5 => 8, _ => 1 }, littleEndian);
            _ = values.Length <= 4
                ? directory.Add(values).Zeros(4 - values.Length)
                : directory.UInt32(Add(values), littleEndian);
        }

        return Add(directory.UInt32(0, littleEndian).ToArray());
    }

    /// <summary>Makes a directory the first.</summary>
    public TiffBuilder First(uint directory)
    {
        Put(4, directory);
        return this;
    }

    /// <summary>Makes a directory the next of another.</summary>
    public TiffBuilder Next(uint directory, uint next)
    {
        var count = littleEndian ? _file[(int)directory] : _file[(int)directory + 1];
        Put(directory + 2 + (12u * count), next);
        return this;
    }

    public void Put(uint at, uint value)
    {
        var bytes = new ByteBuilder().UInt32(value, littleEndian).ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            _file[(int)at + i] = bytes[i];
        }
    }
}
