using System.Buffers.Binary;
using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Markers;

namespace ImageBatch.Recompression.Jpeg.Output;

/// <summary>Adds the marker segments of a new image to a plan (T.81, B.2).</summary>
internal static class HeaderPlan
{
    /// <summary>Adds quantization tables, each once, and the frame header that names them.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="isProgressive">Whether progressive scans follow.</param>
    /// <param name="plan">Takes the segments.</param>
    public static void AddFrame(FrameHeader frame, bool isProgressive, OutputPlan plan)
    {
        var components = frame.Components;
        Span<int> tables = stackalloc int[4];
        var (count, isBaseline) = (0, true);
        for (var i = 0; i < components.Length; i++)
        {
            var same = 0;
            while (!components[same].Target.AsSpan().SequenceEqual(components[i].Target))
            {
                same++;
            }

            if (same == i)
            {
                isBaseline &= AddTable(count, components[i].Target, plan);
            }

            tables[i] = same == i ? count++ : tables[same];
        }

        // Baseline has quantization tables of 8 bits only (table B.4).
        var marker = isProgressive ? Marker.Sof2 : isBaseline ? Marker.Sof0 : Marker.Sof1;
        var header = plan.AddSegment(marker, 6 + (3 * components.Length));
        header[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)frame.Height);
        BinaryPrimitives.WriteUInt16BigEndian(header[3..], (ushort)frame.Width);
        header[5] = (byte)components.Length;
        for (var i = 0; i < components.Length; i++)
        {
            header[6 + (3 * i)] = components[i].Id;
            header[7 + (3 * i)] = (byte)((components[i].H << 4) | components[i].V);
            header[8 + (3 * i)] = (byte)tables[i];
        }
    }

    /// <summary>Adds the Huffman tables of a scan in one segment, and the scan header.</summary>
    public static void AddScan(OutputScan scan, OutputPlan plan)
    {
        var components = scan.Components;
        var encoder = scan.Encoder;
        var length = 0;
        for (var i = 0; i < 2; i++)
        {
            length += Length(encoder.Dc[i]) + Length(encoder.Ac[i]);
        }

        // A band without any coefficient to refine needs no table.
        if (length > 0)
        {
            var target = plan.AddSegment(Marker.Dht, length);
            for (var i = 0; i < 2; i++)
            {
                target = Write(encoder.Dc[i], i, target);
                target = Write(encoder.Ac[i], 0x10 | i, target);
            }
        }

        var header = plan.AddSegment(Marker.Sos, 4 + (2 * components.Length));
        header[0] = (byte)components.Length;
        for (var i = 0; i < components.Length; i++)
        {
            header[1 + (2 * i)] = components[i];
            header[2 + (2 * i)] = (byte)(scan.Tables[i] * ((scan.Band.First == 0 ? 0x10 : 0) | (scan.Band.Last > 0 ? 1 : 0)));
        }

        header[^3] = (byte)scan.Band.First;
        header[^2] = (byte)scan.Band.Last;
        header[^1] = (byte)((scan.Bits.High << 4) | scan.Bits.Low);
    }

    /// <returns>Whether 8 bits an entry were enough.</returns>
    private static bool AddTable(int index, ReadOnlySpan<ushort> table, OutputPlan plan)
    {
        var isWide = table.ContainsAnyExceptInRange((ushort)1, (ushort)255);
        var target = plan.AddSegment(Marker.Dqt, isWide ? 1 + 128 : 1 + 64);
        target[0] = (byte)(index | (isWide ? 0x10 : 0));
        for (var k = 0; k < 64; k++)
        {
            if (isWide)
            {
                BinaryPrimitives.WriteUInt16BigEndian(target[(1 + (2 * k))..], table[k]);
            }
            else
            {
                target[1 + k] = (byte)table[k];
            }
        }

        return !isWide;
    }

    private static int Length(HuffmanCode code) => code.Count == 0 ? 0 : 17 + code.Count;

    private static Span<byte> Write(HuffmanCode code, int index, Span<byte> target)
    {
        if (code.Count == 0)
        {
            return target;
        }

        target[0] = (byte)index;
        code.LengthCounts.CopyTo(target[1..]);
        code.Symbols.CopyTo(target[17..]);
        return target[(17 + code.Count)..];
    }
}
