namespace ImageBatch.ImageHeaders;

/// <summary>The boxes in a box, for a foreach.</summary>
internal ref struct IsoBoxes(HeaderBytes file, IsoBox parent, long first)
{
    private readonly HeaderBytes _file = file;
    private readonly IsoBox _parent = parent;
    private IsoBox _current;
    private long _next = first;

    public readonly IsoBox Current => _current;

    public readonly IsoBoxes GetEnumerator() => this;

    public bool MoveNext()
    {
        var isThere = IsoBox.TryRead(_file, _parent, _next, out _current);
        _next = _current.End;
        return isThere;
    }
}
