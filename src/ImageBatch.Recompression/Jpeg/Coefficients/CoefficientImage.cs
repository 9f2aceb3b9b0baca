using ImageBatch.Recompression.Jpeg.Markers;

namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>The coefficients of a whole frame, for what cannot be recoded in one pass.</summary>
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

    public void Clear()
    {
        foreach (var plane in _planes)
        {
            plane.Clear();
        }
    }
}
