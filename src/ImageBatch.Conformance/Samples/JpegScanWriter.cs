using System.Numerics;

namespace ImageBatch.Conformance;

/// <summary>Entropy codes one scan (ITU-T T.81, F.1.2 and G.1.2), with the codes of <see cref="JpegTables"/>.</summary>
internal sealed class JpegScanWriter
{
    private readonly List<byte> _bytes = [];
    private int _current;
    private int _used;

    /// <summary>The data of a scan of some components and a band of coefficients, the last byte filled with ones.</summary>
    public static byte[] Write(JpegComponent[] components, int unitsWide, int unitsHigh, int first, int last)
    {
        var writer = new JpegScanWriter();
        var predictions = new int[components.Length];
        var isAlone = components.Length == 1;
        var (wide, high) = isAlone ? (components[0].Wide, components[0].High) : (unitsWide, unitsHigh);
        for (var unit = 0; unit < wide * high; unit++)
        {
            for (var i = 0; i < components.Length; i++)
            {
                var factor = isAlone ? 1 : components[i].Factor;
                for (var block = 0; block < factor * factor; block++)
                {
                    var column = (unit % wide * factor) + (block % factor);
                    var row = (unit / wide * factor) + (block / factor);
                    writer.WriteBlock(components[i].Blocks[(row * components[i].Stride) + column], first, last, ref predictions[i]);
                }
            }
        }

        return writer.Finish();
    }

    private void WriteBlock(int[] block, int first, int last, ref int prediction)
    {
        if (first == 0)
        {
            var difference = block[0] - prediction;
            prediction = block[0];
            WriteBits(Array.IndexOf(JpegTables.DcSymbols, (byte)Size(difference)), 4);
            WriteValue(difference);
        }

        var run = 0;
        for (var k = Math.Max(1, first); k <= last; k++)
        {
            if (block[k] == 0)
            {
                run++;
                continue;
            }

            for (; run >= 16; run -= 16)
            {
                WriteAc(0xF0);
            }

            WriteAc((run << 4) | Size(block[k]));
            WriteValue(block[k]);
            run = 0;
        }

        if (run > 0)
        {
            WriteAc(0);
        }
    }

    private void WriteAc(int symbol) => WriteBits(Array.IndexOf(JpegTables.AcSymbols, (byte)symbol), 8);

    /// <summary>A value's own bits; negative ones are less by one (F.1.2.1).</summary>
    private void WriteValue(int value) => WriteBits(value < 0 ? value - 1 : value, Size(value));

    private static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));

    private void WriteBits(int value, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--)
        {
            _current = (_current << 1) | ((value >> bit) & 1);
            if (++_used == 8)
            {
                _bytes.Add((byte)_current);
                if (_current == 0xFF)
                {
                    _bytes.Add(0);
                }

                (_current, _used) = (0, 0);
            }
        }
    }

    private byte[] Finish()
    {
        WriteBits(-1, (8 - _used) & 7);
        return [.. _bytes];
    }
}
