using System.Buffers;

namespace ImageBatch.Recompression.Jpeg.Scans;

/// <summary>
/// The entropy-coded segments of a scan (T.81, B.1.1.5), one at a time, without the zero bytes that are stuffed behind
/// FF. A bit reader on them needs no branch for markers.
/// </summary>
internal sealed class EntropySegments
{
    /// <summary>
    /// Zero bytes behind a segment: more than the longest block (27 bits of DC and 63 × 26 of AC, 209 bytes) and a
    /// reader's look-ahead, so that a reader that looks at its position once a block stays inside.
    /// </summary>
    public const int Padding = 320;

    private byte[] _buffer = [];

    /// <summary>Bytes of the current segment.</summary>
    public int Length { get; private set; }

    /// <summary>The current segment and the padding behind it.</summary>
    public ReadOnlySpan<byte> Padded => _buffer.AsSpan(0, Length + Padding);

    /// <summary>The code of the marker that ends the current segment; 0 where the file ends instead.</summary>
    public byte Marker { get; private set; }

    /// <summary>Where the data of the current segment end in the file: at the marker, or at fill bytes before it.</summary>
    public int End { get; private set; }

    /// <summary>The whole buffer, at least as long as the file. It is free for other use once the scans are read.</summary>
    public Span<byte> Buffer => _buffer;

    public void Rent(int fileLength) => _buffer = ArrayPool<byte>.Shared.Rent(fileLength + Padding);

    public void Return()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    /// <summary>Reads the segment that begins at a position of the file.</summary>
    public void Read(ReadOnlySpan<byte> file, int start)
    {
        var target = _buffer.AsSpan();
        var from = start;
        var to = 0;
        while (true)
        {
            var run = file[from..].IndexOf((byte)0xFF);
            var data = run < 0 ? file[from..] : file.Slice(from, run);
            data.CopyTo(target[to..]);
            to += data.Length;
            from += data.Length;
            var next = from;
            while (next < file.Length && file[next] == 0xFF)
            {
                next++;
            }

            if (next == file.Length || file[next] != 0)
            {
                Marker = next == file.Length ? (byte)0 : file[next];
                break;
            }

            // As libjpeg does, several FF before a zero are one.
            target[to++] = 0xFF;
            from = next + 1;
        }

        Length = to;
        End = from;
        target.Slice(to, Padding).Clear();
    }
}
