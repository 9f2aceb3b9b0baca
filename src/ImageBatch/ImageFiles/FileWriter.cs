namespace ImageBatch.ImageFiles;

/// <summary>Fills memory from its start. What is written may be changed until the file is whole.</summary>
internal ref struct FileWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Length { get; private set; }

    public readonly Span<byte> Written => _target[..Length];

    public void Add(params scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_target[Length..]);
        Length += bytes.Length;
    }

    /// <summary>Takes back what was written behind a length.</summary>
    public void CutTo(int length) => Length = Math.Min(Length, length);
}
