using System.Runtime.InteropServices;
using ImageBatch.Recompression.Jpeg.Encoding;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Metadata;
using ImageBatch.Recompression.Jpeg.Output;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>The scans of the output, kept from image to image.</summary>
internal sealed class OutputScans
{
    private readonly List<OutputScan> _scans = [];
    private int _count;

    public ReadOnlySpan<OutputScan> All => CollectionsMarshal.AsSpan(_scans)[.._count];

    /// <summary>The tokens of all scans.</summary>
    public long Tokens
    {
        get
        {
            var tokens = 0L;
            foreach (var scan in All)
            {
                tokens += scan.Tokens.Count;
            }

            return tokens;
        }
    }

    /// <summary>Adds a scan of some components.</summary>
    public OutputScan Add(JpegFile file, ReadOnlySpan<FrameComponent> components)
    {
        if (_count == _scans.Count)
        {
            _scans.Add(new());
        }

        var scan = _scans[_count++];
        foreach (var component in components)
        {
            scan.Add(component, ColourModel.IsChroma(file.Frame, file.Metadata, component));
        }

        return scan;
    }

    /// <summary>Makes the Huffman codes of all scans.</summary>
    /// <returns>The bytes that their data will have before they are stuffed.</returns>
    public long Prepare()
    {
        var length = 0L;
        foreach (var scan in All)
        {
            length += scan.Encoder.Prepare(scan.Tokens.SumCounts());
        }

        return length;
    }

    /// <summary>Encodes all scans and adds them to a plan, each with its tables and header.</summary>
    /// <param name="plan">Takes the scans.</param>
    /// <param name="buffer">Takes their data: as long as <see cref="Prepare"/> said, and <see cref="BitWriter.Spare"/> bytes more.</param>
    public void AddTo(OutputPlan plan, Span<byte> buffer)
    {
        var start = 0;
        foreach (var scan in All)
        {
            HeaderPlan.AddScan(scan, plan);
            var count = scan.Encoder.Emit(scan.Tokens, buffer[start..]);
            plan.AddScan(start, buffer.Slice(start, count));
            start += count;
        }
    }

    public void Clear()
    {
        foreach (var scan in All)
        {
            scan.Clear();
        }

        _count = 0;
    }
}
