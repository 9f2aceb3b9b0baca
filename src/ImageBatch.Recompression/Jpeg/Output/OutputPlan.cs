using ImageBatch.Recompression.Jpeg.Encoding;
using ImageBatch.Recompression.Jpeg.Markers;

namespace ImageBatch.Recompression.Jpeg.Output;

/// <summary>The output as a list of parts: its length is known before a byte of it is written.</summary>
internal sealed class OutputPlan
{
    private const int UsualBytes = 64 << 10;

    private readonly List<Piece> _pieces = [];
    private byte[] _made = new byte[4096];
    private int _madeLength;

    /// <summary>The length of the output so far.</summary>
    public long Length { get; private set; }

    public void Clear()
    {
        _pieces.Clear();
        if (_made.Length > UsualBytes)
        {
            _made = new byte[4096];
        }

        (_madeLength, Length) = (0, 0);
    }

    public void AddInput(int start, int length) => Add(new(PieceSource.Input, start, length, length));

    public void AddInput(Segment segment) => AddInput(segment.Start - Segment.Overhead, segment.WholeLength);

    /// <summary>Adds entropy-coded data that lie in the scan buffer.</summary>
    public void AddScan(int start, ReadOnlySpan<byte> data) =>
        Add(new(PieceSource.Scan, start, data.Length, ByteStuffing.StuffedLength(data)));

    public void AddMarker(byte marker)
    {
        var target = Make(2);
        target[0] = 0xFF;
        target[1] = marker;
    }

    /// <summary>Adds a segment whose parameters the caller fills in.</summary>
    public Span<byte> AddSegment(byte marker, int length)
    {
        var target = Make(Segment.Overhead + length);
        target[0] = 0xFF;
        target[1] = marker;
        target[2] = (byte)((length + 2) >> 8);
        target[3] = (byte)(length + 2);
        return target[Segment.Overhead..];
    }

    /// <summary>Writes the whole output.</summary>
    /// <param name="input">The input file.</param>
    /// <param name="scans">The scan buffer.</param>
    /// <param name="target">At least <see cref="Length"/> bytes.</param>
    public void Write(ReadOnlySpan<byte> input, ReadOnlySpan<byte> scans, Span<byte> target)
    {
        foreach (var piece in _pieces)
        {
            var part = target[..piece.OutputLength];
            target = target[piece.OutputLength..];
            switch (piece.Source)
            {
                case PieceSource.Input:
                    input.Slice(piece.Start, piece.Length).CopyTo(part);
                    break;
                case PieceSource.Made:
                    _made.AsSpan(piece.Start, piece.Length).CopyTo(part);
                    break;
                default:
                    ByteStuffing.Stuff(scans.Slice(piece.Start, piece.Length), part);
                    break;
            }
        }
    }

    private Span<byte> Make(int length)
    {
        if (_made.Length - _madeLength < length)
        {
            Array.Resize(ref _made, (2 * _made.Length) + length);
        }

        Add(new(PieceSource.Made, _madeLength, length, length));
        _madeLength += length;
        return _made.AsSpan(_madeLength - length, length);
    }

    private void Add(Piece piece)
    {
        _pieces.Add(piece);
        Length += piece.OutputLength;
    }
}
