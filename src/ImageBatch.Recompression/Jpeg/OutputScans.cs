using System.Runtime.InteropServices;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Metadata;

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

    public void Clear()
    {
        foreach (var scan in All)
        {
            scan.Clear();
        }

        _count = 0;
    }
}
