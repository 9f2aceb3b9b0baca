using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using ImageBatch.Recompression.Jpeg.Coefficients;
using ImageBatch.Recompression.Jpeg.Encoding;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Output;
using ImageBatch.Recompression.Jpeg.Requantization;
using ImageBatch.Recompression.Jpeg.Tokens;
using ImageBatch.Recompression.Pixels;

namespace ImageBatch.Recompression.Jpeg.Pixels;

/// <summary>
/// Encodes pixels as a new JPEG: baseline with Huffman tables made for the image, or progressive. A sequential image
/// takes memory for one row of minimum coded units and its tokens, a progressive one for all coefficients.
/// </summary>
internal sealed class PixelEncoder
{
    private readonly JpegFile _file = new();
    private readonly UnitRow _units = new();
    private readonly ForwardTransform _transform = new();
    private readonly CoefficientImage _image = new();
    private readonly PlaneEncoder _planes = new(useVectors: true);
    private readonly OutputScans _scans = new();
    private readonly OutputPlan _plan = new();
    private byte[] _data = [];

    /// <summary>The length of the file that was encoded.</summary>
    public long Length => _plan.Length;

    /// <summary>
    /// An upper bound of the memory that encoding takes: meanwhile, and for the output until it is written. There is a token
    /// a sample at most, two in a progressive image; and 20 bits, since a code made for the image has 9 in the mean at
    /// most, and a magnitude 11.
    /// </summary>
    public static (long Meanwhile, long Output) WorkingBytes(int width, int height, PixelEncoding encoding, long limit)
    {
        long side = encoding.UnitSide;
        var luma = (width + side - 1) / side * side * ((height + side - 1) / side * side);
        var samples = !encoding.IsColour ? luma : encoding.IsHalved ? luma + (luma / 2) : 3 * luma;
        var tokens = Math.Min(TokenBudget.Limit(limit), encoding.IsProgressive ? 2 * samples : samples);
        var planes = encoding.IsProgressive ? sizeof(short) * samples : sizeof(short) * 3 * side * width;
        var output = Math.Min(limit, ((20 * samples) / 8) + BitWriter.Spare);
        return (
            TokenStream.RentedBytes(tokens, encoding.IsProgressive ? 16 : 1) + planes + (3 * CoefficientPlane.ChunkBytes),
            (long)BitOperations.RoundUpToPowerOf2((ulong)output));
    }

    /// <summary>Begins a file.</summary>
    /// <returns>The plan of it, for application segments.</returns>
    public OutputPlan Begin()
    {
        Clear();
        _plan.AddMarker(Marker.Soi);
        return _plan;
    }

    /// <summary>Encodes an image, as far as it is worth it.</summary>
    /// <param name="pixels">The image; alpha is not looked at. Sides of 65,535 pixels at most.</param>
    /// <param name="encoding">How.</param>
    /// <param name="limit">The file has to be shorter than this.</param>
    /// <param name="cancellationToken">Looked at once a row of minimum coded units.</param>
    /// <returns>Whether it is.</returns>
    public bool TryEncode(IPixelRows<uint> pixels, PixelEncoding encoding, long limit, CancellationToken cancellationToken)
    {
        BeginFrame(pixels.Width, pixels.Height, encoding);
        var budget = TokenBudget.Limit(limit);
        var isDone = encoding.IsProgressive
            ? TryProgressive(pixels, encoding, budget, cancellationToken)
            : TrySequential(pixels, encoding, budget, cancellationToken);
        isDone = isDone && TryPlan(encoding, limit);
        _image.Clear();
        _scans.Clear();
        return isDone;
    }

    /// <summary>Writes the file.</summary>
    public void Write(Span<byte> target) => _plan.Write([], _data, target);

    public void Clear()
    {
        _image.Clear();
        _scans.Clear();
        _plan.Clear();
        _file.Clear();
        if (_data.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_data);
            _data = [];
        }
    }

    private void BeginFrame(int width, int height, PixelEncoding encoding)
    {
        var luma = (byte)(encoding is { IsColour: true, IsHalved: true } ? 0x22 : 0x11);
        var components = encoding.IsColour ? 3 : 1;
        Span<byte> header = stackalloc byte[6 + (3 * components)];
        header[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(header[3..], (ushort)width);
        header[5] = (byte)components;
        for (var i = 0; i < components; i++)
        {
            header[6 + (3 * i)] = (byte)(i + 1);
            header[7 + (3 * i)] = i == 0 ? luma : (byte)0x11;
            header[8 + (3 * i)] = i == 0 ? (byte)0 : (byte)1;
        }

        _file.Frame.Read(Marker.Sof0, header);
        foreach (var component in _file.Frame.Components)
        {
            // Samples have been quantized by steps of 1 before.
            Array.Fill(component.Source, (ushort)1);
            QualityTables.Fill(encoding.Quality, component != _file.Frame.Components[0], component.Source, component.Target);
        }
    }

    private bool TrySequential(IPixelRows<uint> pixels, PixelEncoding encoding, long budget, CancellationToken cancellationToken)
    {
        _units.Begin(pixels.Width, encoding);
        _image.BeginRow(_file.Frame);
        var scan = _planes.BeginRows(_file, _scans);
        for (var row = 0; row * encoding.UnitSide < pixels.Height; row++)
        {
            _image.MoveTo(_file.Frame, row);
            Transform(pixels, row, encoding);
            _planes.AppendRow(_image, row, scan, cancellationToken);
            if (_scans.Tokens > budget)
            {
                return false;
            }
        }

        _planes.EndRows(scan);
        return true;
    }

    private bool TryProgressive(IPixelRows<uint> pixels, PixelEncoding encoding, long budget, CancellationToken cancellationToken)
    {
        _units.Begin(pixels.Width, encoding);
        _image.Begin(_file.Frame);
        for (var row = 0; row * encoding.UnitSide < pixels.Height; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Transform(pixels, row, encoding);
        }

        _planes.TokenizeProgressive(_file, _image, _scans, budget, cancellationToken);
        return _scans.Tokens <= budget;
    }

    /// <summary>Fills a row of minimum coded units, but for blocks that nobody sees.</summary>
    private void Transform(IPixelRows<uint> pixels, int unitRow, PixelEncoding encoding)
    {
        _units.Read(pixels, unitRow * encoding.UnitSide);
        var components = _file.Frame.Components;
        for (var i = 0; i < components.Length; i++)
        {
            var (component, plane) = (components[i], _image[i]);
            var samples = _units.Samples(i);
            var stride = _units.Stride(i);
            var first = unitRow * component.V;
            _transform.Begin(component.Target);
            for (var y = 0; y < component.V && first + y < component.BlocksHigh; y++)
            {
                for (var x = 0; x < component.BlocksWide; x++)
                {
                    _transform.Apply(samples[((8 * y * stride) + (8 * x))..], stride, plane.Write(((first + y) * plane.Stride) + x));
                }
            }
        }
    }

    private bool TryPlan(PixelEncoding encoding, long limit)
    {
        var length = _scans.Prepare();
        if (_plan.Length + length >= limit)
        {
            return false;
        }

        _data = ArrayPool<byte>.Shared.Rent((int)length + BitWriter.Spare);
        HeaderPlan.AddFrame(_file.Frame, encoding.IsProgressive, _plan);
        _scans.AddTo(_plan, _data);
        _plan.AddMarker(Marker.Eoi);
        return _plan.Length < limit;
    }
}
