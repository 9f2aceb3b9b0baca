using ImageBatch.Recompression.Jpeg.Markers;

namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>The coefficients of a whole frame, for what cannot be recoded in one pass, or of one row of it at a time.</summary>
internal sealed class CoefficientImage
{
    private readonly CoefficientPlane[] _planes = [new(), new(), new(), new()];

    /// <summary>The plane of a component of the frame.</summary>
    public CoefficientPlane this[int index] => _planes[index];

    public void Begin(FrameHeader frame)
    {
        for (var i = 0; i < frame.Components.Length; i++)
        {
            _planes[i].Begin(frame.Components[i].PaddedWide, frame.Components[i].PaddedHigh);
        }
    }

    /// <summary>Begins with room for one row of minimum coded units, the first.</summary>
    public void BeginRow(FrameHeader frame)
    {
        for (var i = 0; i < frame.Components.Length; i++)
        {
            _planes[i].Begin(frame.Components[i].PaddedWide, frame.Components[i].V);
        }
    }

    /// <summary>Goes to another row of minimum coded units.</summary>
    public void MoveTo(FrameHeader frame, int unitRow)
    {
        for (var i = 0; i < frame.Components.Length; i++)
        {
            _planes[i].MoveTo(unitRow * frame.Components[i].V);
        }
    }

    public void Clear()
    {
        foreach (var plane in _planes)
        {
            plane.Clear();
        }
    }
}
