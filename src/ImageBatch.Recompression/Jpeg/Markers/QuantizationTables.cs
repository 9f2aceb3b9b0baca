using System.Buffers.Binary;

namespace ImageBatch.Recompression.Jpeg.Markers;

/// <summary>The four quantization tables as they are at one point of the file (T.81, B.2.4.1), in zigzag order.</summary>
internal sealed class QuantizationTables
{
    private readonly ushort[] _entries = new ushort[4 * 64];
    private int _defined;

    public void Clear() => _defined = 0;

    public void Read(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            var precision = payload[0] >> 4;
            var index = payload[0] & 15;
            if (precision > 1 || index > 3 || payload.Length < 1 + (64 << precision))
            {
                throw JpegErrors.Corrupt("a quantization table is malformed");
            }

            var values = payload.Slice(1, 64 << precision);
            for (var k = 0; k < 64; k++)
            {
                var value = precision == 0 ? values[k] : BinaryPrimitives.ReadUInt16BigEndian(values[(2 * k)..]);
                _entries[(index * 64) + k] = value;
            }

            _defined |= 1 << index;
            payload = payload[(1 + values.Length)..];
        }
    }

    /// <summary>Copies a table to a component whose scan begins.</summary>
    public void CopyTo(FrameComponent component)
    {
        var table = _entries.AsSpan(component.TableIndex * 64, 64);
        if ((_defined & (1 << component.TableIndex)) == 0 || table.Contains((ushort)0))
        {
            throw JpegErrors.Corrupt("a quantization table is missing, or has a zero");
        }

        table.CopyTo(component.Source);
    }
}
