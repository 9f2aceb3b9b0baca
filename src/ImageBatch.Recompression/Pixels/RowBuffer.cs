namespace ImageBatch.Recompression.Pixels;

/// <summary>A buffer for rows, kept from image to image and as long as the longest row so far.</summary>
internal struct RowBuffer<T>
{
    private T[]? _array;

    /// <summary>The first elements; what they hold is left from before.</summary>
    public Span<T> Take(int length)
    {
        if (_array is null || _array.Length < length)
        {
            _array = new T[length];
        }

        return _array.AsSpan(0, length);
    }
}
