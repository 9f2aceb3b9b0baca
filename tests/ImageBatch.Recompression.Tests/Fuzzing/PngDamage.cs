using System.Buffers.Binary;
using ImageBatch.Recompression.Tests.Png;

namespace ImageBatch.Recompression.Tests.Fuzzing;

/// <summary>Damages PNG files in ways that a seed decides; in most of them the checksums are right again.</summary>
internal sealed class PngDamage(Random random)
{
    private static readonly string[] Types =
        ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "acTL", "fcTL", "fdAT", "iCCP", "eXIf", "gAMA", "tEXt", "abCd", "ABCD", "AbCd"];

    /// <summary>A damaged copy: one to four of the ways below.</summary>
    public byte[] Apply(byte[] file)
    {
        for (var times = random.Next(3) == 0 ? random.Next(2, 5) : 1; times > 0; times--)
        {
            file = random.Next(10) switch
            {
                0 => FlipBit(file.ToArray()),
                1 => file[..random.Next(file.Length + 1)],
                2 => LieAboutLength(file.ToArray()),
                3 => ChangeHeader(file),
                4 => SwapChunks(file),
                5 => Insert(file),
                6 => Remove(file),
                7 => ChangeRows(file),
                _ => ChangeData(file),
            };
        }

        return file;
    }

    private byte[] FlipBit(byte[] file)
    {
        if (file.Length > 0)
        {
            file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
        }

        return file;
    }

    private byte[] LieAboutLength(byte[] file)
    {
        if (Pick(file) is { } place)
        {
            var length = random.Next(3) == 0 ? random.Next() : place.Length - 12 + random.Next(-5, 6);
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(place.Start), length);
        }

        return file;
    }

    private byte[] ChangeHeader(byte[] file) => Change(file, "IHDR", data =>
    {
        if (data.Length > 0)
        {
            var at = random.Next(data.Length);
            data[at] = at switch { 8 => (byte)(1 << random.Next(6)), 9 => (byte)random.Next(8), 12 => (byte)random.Next(3), _ => (byte)random.Next(64) };
        }
    });

    /// <summary>Any chunk, mostly the image data, which are then no longer what was compressed.</summary>
    private byte[] ChangeData(byte[] file) => Pick(file) is not { } place ? file : Change(file, place.Type, data =>
    {
        for (var times = random.Next(1, 4); times > 0 && data.Length > 0; times--)
        {
            data[random.Next(data.Length)] = (byte)random.Next(256);
        }
    });

    /// <summary>Other rows, compressed as they should be: filters and samples at random.</summary>
    private byte[] ChangeRows(byte[] file)
    {
        if (PngBytes.Places(file).All(place => place.Type != "IDAT"))
        {
            return file;
        }

        var rows = new byte[random.Next(3000)];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = (byte)(random.Next(4) == 0 ? random.Next(256) : random.Next(5));
        }

        return PngBytes.With(file, "IDAT", _ => PngBytes.Compress(rows));
    }

    private byte[] SwapChunks(byte[] file)
    {
        if (Pick(file) is not { } one || Pick(file) is not { } other || one.Start >= other.Start)
        {
            return file;
        }

        var (oneEnd, otherEnd) = (one.Start + one.Length, other.Start + other.Length);
        return [.. file[..one.Start], .. file[other.Start..otherEnd], .. file[oneEnd..other.Start], .. file[one.Start..oneEnd], .. file[otherEnd..]];
    }

    private byte[] Insert(byte[] file)
    {
        var data = new byte[random.Next(20)];
        random.NextBytes(data);
        return Pick(file) is not { } place
            ? file
            : [.. file[..place.Start], .. PngBytes.Chunk(Types[random.Next(Types.Length)], data), .. file[place.Start..]];
    }

    private byte[] Remove(byte[] file) =>
        Pick(file) is not { } place ? file : [.. file[..place.Start], .. file[(place.Start + place.Length)..]];

    private static byte[] Change(byte[] file, string type, Action<byte[]> change) =>
        PngBytes.Places(file).All(place => place.Type != type) ? file : PngBytes.With(file, type, data =>
        {
            change(data);
            return data;
        });

    private (string Type, int Start, int Length)? Pick(byte[] file)
    {
        var places = PngBytes.Places(file);
        return places.Count == 0 ? null : places[random.Next(places.Count)];
    }
}
