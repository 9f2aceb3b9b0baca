using System.Buffers.Binary;
using ImageBatch.Model;

namespace ImageBatch.Recompression.Jpeg.Markers;

/// <summary>The frame header (T.81, B.2.2).</summary>
internal sealed class FrameHeader
{
    private readonly FrameComponent[] _components = [new(), new(), new(), new()];
    private int _count;

    /// <summary>Whether the frame header has been read.</summary>
    public bool IsRead => _count > 0;

    /// <summary>Whether the scans are progressive (SOF2).</summary>
    public bool IsProgressive { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int MaxH { get; private set; }

    public int MaxV { get; private set; }

    /// <summary>Whether any scan has been read.</summary>
    public bool HasScans
    {
        get
        {
            foreach (var component in Components)
            {
                if (component.Scanned)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether every component has something to show.</summary>
    public bool IsShown
    {
        get
        {
            foreach (var component in Components)
            {
                if (!component.Scanned || (IsProgressive && component.Approximation[0] == FrameComponent.NotCoded))
                {
                    return false;
                }
            }

            return IsRead;
        }
    }

    /// <summary>Whether every bit of every coefficient has been read.</summary>
    public bool IsComplete
    {
        get
        {
            foreach (var component in Components)
            {
                if (IsProgressive && component.Approximation.AsSpan().ContainsAnyExcept((sbyte)0))
                {
                    return false;
                }
            }

            return IsShown;
        }
    }

    public ReadOnlySpan<FrameComponent> Components => _components.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Read(byte marker, ReadOnlySpan<byte> payload)
    {
        if (IsRead)
        {
            throw JpegErrors.Corrupt("it has two frame headers");
        }

        if (payload.Length < 6 || payload.Length != 6 + (3 * payload[5]))
        {
            throw JpegErrors.Corrupt("the frame header has a wrong length");
        }

        var count = payload[5];
        var process = ProcessOf(marker);
        if (JpegSupport.WhyNot(process, payload[0], count) is { } reason)
        {
            throw Refusal.Of(reason);
        }

        Height = BinaryPrimitives.ReadUInt16BigEndian(payload[1..]);
        Width = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]);
        if (Height == 0)
        {
            throw Refusal.Of("JPEG whose height comes behind the image (DNL)");
        }

        if (Width == 0 || count == 0)
        {
            throw JpegErrors.Corrupt("the frame is empty");
        }

        ReadComponents(payload[6..], count);
        _count = count;
        IsProgressive = process == JpegProcess.Progressive;
        CountBlocks();
    }

    private static JpegProcess ProcessOf(byte marker) => marker switch
    {
        Marker.Sof0 => JpegProcess.Baseline,
        Marker.Sof1 => JpegProcess.ExtendedSequential,
        Marker.Sof2 => JpegProcess.Progressive,
        0xC3 => JpegProcess.Lossless,
        0xC9 or 0xCA or 0xCB => JpegProcess.Arithmetic,
        _ => JpegProcess.Hierarchical,
    };

    private void ReadComponents(ReadOnlySpan<byte> payload, int count)
    {
        MaxH = MaxV = 1;
        for (var i = 0; i < count; i++)
        {
            var component = _components[i];
            component.Id = payload[3 * i];
            component.H = payload[(3 * i) + 1] >> 4;
            component.V = payload[(3 * i) + 1] & 15;
            component.TableIndex = payload[(3 * i) + 2];
            component.Scanned = false;
            Array.Fill(component.Approximation, FrameComponent.NotCoded);
            if (component.H is < 1 or > 4 || component.V is < 1 or > 4 || component.TableIndex > 3)
            {
                throw JpegErrors.Corrupt("the frame header has an illegal sampling factor or table");
            }

            for (var other = 0; other < i; other++)
            {
                if (_components[other].Id == component.Id)
                {
                    throw JpegErrors.Corrupt("two components have one identifier");
                }
            }

            MaxH = Math.Max(MaxH, component.H);
            MaxV = Math.Max(MaxV, component.V);
        }
    }

    /// <summary>
    /// Changes the sampling of a frame whose components all have the same, once its coefficients have been read: those
    /// marked have half the resolution of the others then.
    /// </summary>
    public void Subsample(ReadOnlySpan<bool> isHalved)
    {
        for (var i = 0; i < _count; i++)
        {
            _components[i].H = _components[i].V = isHalved[i] ? 1 : 2;
        }

        MaxH = MaxV = 2;
        CountBlocks();
    }

    /// <summary>The sizes of the components in blocks (A.1.1, A.2.4).</summary>
    private void CountBlocks()
    {
        foreach (var component in Components)
        {
            component.BlocksWide = CeilingDivide(CeilingDivide(Width * component.H, MaxH), 8);
            component.BlocksHigh = CeilingDivide(CeilingDivide(Height * component.V, MaxV), 8);
            component.PaddedWide = CeilingDivide(Width, 8 * MaxH) * component.H;
            component.PaddedHigh = CeilingDivide(Height, 8 * MaxV) * component.V;
        }
    }

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;
}
