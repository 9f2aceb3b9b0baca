namespace ImageBatch.Tests.Fuzzing;

/// <summary>Changes real files in ways that a seed decides.</summary>
/// <param name="random">Decides.</param>
/// <param name="pieces">What means something to the reader of such files.</param>
internal sealed class Mutation(Random random, byte[][] pieces)
{
    // Where the headers are, and so where changes change more.
    private const int Head = 700;

    /// <summary>A changed copy: one to seven of the ways below.</summary>
    public byte[] Apply(byte[] file)
    {
        var copy = file;
        for (var changes = random.Next(1, 8); changes > 0; changes--)
        {
            copy = Change(copy);
        }

        return copy;
    }

    private byte[] Change(byte[] file)
    {
        var at = Place(file);
        return random.Next(8) switch
        {
            0 => Put(file, at, [(byte)random.Next(256)]),
            1 when at < file.Length => Put(file, at, [(byte)(file[at] ^ (1 << random.Next(8)))]),
            2 => Put(file, at, random.Next(2) == 0 ? [0, 0, 0, 0] : [0xFF, 0xFF, 0xFF, 0xFF]),
            3 => Put(file, at, pieces[random.Next(pieces.Length)]),
            4 => [.. file[..at], .. pieces[random.Next(pieces.Length)], .. file[at..]],
            5 => [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(1, 8))..]],
            6 => [.. file[..at], .. file[Place(file)..]],
            _ => [.. file[..at], .. Range(file), .. file[at..]],
        };
    }

    private int Place(byte[] file) => random.Next((random.Next(2) == 0 ? Math.Min(Head, file.Length) : file.Length) + 1);

    private byte[] Range(byte[] file)
    {
        var from = Place(file);
        return file[from..Math.Min(file.Length, from + random.Next(40))];
    }

    private static byte[] Put(byte[] file, int at, byte[] bytes)
    {
        var copy = (byte[])file.Clone();
        bytes.AsSpan(0, Math.Min(bytes.Length, file.Length - at)).CopyTo(copy.AsSpan(at));
        return copy;
    }
}
