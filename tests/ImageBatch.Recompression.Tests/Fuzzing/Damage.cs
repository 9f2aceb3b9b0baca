using System.Buffers.Binary;

namespace ImageBatch.Recompression.Tests.Fuzzing;

/// <summary>Damages real files in ways that a seed decides.</summary>
internal sealed class Damage(Random random)
{
    /// <summary>A damaged copy: one to four of the ways below.</summary>
    public byte[] Apply(byte[] file)
    {
        var copy = file.ToArray();
        for (var times = random.Next(3) == 0 ? random.Next(2, 5) : 1; times > 0 && copy.Length > 16; times--)
        {
            copy = random.Next(12) switch
            {
                0 or 1 => FlipBit(copy),
                2 => SetByte(copy, (byte)random.Next(256)),
                3 => SetByte(copy, 0xFF),
                4 => CopyRange(copy),
                5 => copy[..random.Next(2, copy.Length + 1)],
                6 => Insert(copy),
                7 => SwapSegments(copy),
                8 => SwapMarker(copy),
                9 => SwapTables(copy),
                10 => LieAboutLength(copy),
                _ => ChangeFrame(copy),
            };
        }

        return copy;
    }

    /// <summary>Half of the damage goes to the headers, where it changes more.</summary>
    private int Place(byte[] file) =>
        random.Next(2) == 0 ? random.Next(2, Math.Min(700, file.Length)) : random.Next(2, file.Length);

    private byte[] FlipBit(byte[] file)
    {
        file[Place(file)] ^= (byte)(1 << random.Next(8));
        return file;
    }

    private byte[] SetByte(byte[] file, byte value)
    {
        file[Place(file)] = value;
        return file;
    }

    private byte[] CopyRange(byte[] file)
    {
        var (from, to) = (Place(file), Place(file));
        var count = Math.Min(random.Next(1, 40), file.Length - Math.Max(from, to));
        file.AsSpan(from, count).ToArray().CopyTo(file, to);
        return file;
    }

    private byte[] Insert(byte[] file)
    {
        var bytes = new byte[random.Next(1, 20)];
        random.NextBytes(bytes);
        var at = Place(file);
        return [.. file[..at], .. bytes, .. file[at..]];
    }

    private byte[] SwapSegments(byte[] file)
    {
        var segments = Segments(file);
        if (segments.Count < 2)
        {
            return file;
        }

        var first = random.Next(segments.Count - 1);
        var (a, b) = (segments[first], segments[random.Next(first + 1, segments.Count)]);
        return [.. file[..a.Start], .. file[b.Start..b.End], .. file[a.End..b.Start], .. file[a.Start..a.End], .. file[b.End..]];
    }

    private byte[] SwapMarker(byte[] file)
    {
        var segments = Segments(file);
        if (segments.Count > 0)
        {
            byte[] markers = [0xC0, 0xC1, 0xC2, 0xC4, 0xD0, 0xD9, 0xDA, 0xDB, 0xDD, 0xE0, 0xEE, 0xFE];
            file[segments[random.Next(segments.Count)].Start + 1] = markers[random.Next(markers.Length)];
        }

        return file;
    }

    /// <summary>Gives a Huffman or quantization table the place of another.</summary>
    private byte[] SwapTables(byte[] file)
    {
        var tables = Segments(file).Where(segment => file[segment.Start + 1] is 0xC4 or 0xDB).ToList();
        if (tables.Count > 0)
        {
            file[tables[random.Next(tables.Count)].Start + 4] = (byte)((random.Next(2) << 4) | random.Next(4));
        }

        return file;
    }

    private byte[] LieAboutLength(byte[] file)
    {
        var segments = Segments(file);
        if (segments.Count > 0)
        {
            var at = segments[random.Next(segments.Count)].Start + 2;
            var length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
            var lie = random.Next(3) == 0 ? random.Next(65536) : length + random.Next(-5, 6);
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at), (ushort)lie);
        }

        return file;
    }

    /// <summary>Another size, other sampling factors, or other parameters of a scan.</summary>
    private byte[] ChangeFrame(byte[] file)
    {
        var headers = Segments(file).Where(segment => file[segment.Start + 1] is 0xC0 or 0xC1 or 0xC2 or 0xDA).ToList();
        if (headers.Count > 0)
        {
            var (start, end) = headers[random.Next(headers.Count)];
            file[random.Next(start + 4, end)] = (byte)(random.Next(2) == 0 ? random.Next(256) : random.Next(4) * 0x11);
        }

        return file;
    }

    /// <summary>The marker segments, as far as they can be told.</summary>
    private static List<(int Start, int End)> Segments(byte[] file)
    {
        var segments = new List<(int, int)>();
        for (var at = 2; at + 4 < file.Length;)
        {
            if (file[at] != 0xFF || file[at + 1] is 0 or (>= 0xD0 and <= 0xD9) or 0xFF)
            {
                at++;
                continue;
            }

            var end = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            if (end <= at + 4 || end > file.Length)
            {
                at++;
                continue;
            }

            segments.Add((at, end));
            at = end;
        }

        return segments;
    }
}
