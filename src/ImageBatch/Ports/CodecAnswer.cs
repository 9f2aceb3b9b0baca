namespace ImageBatch.Ports;

/// <summary>A codec's answer to an image's header: no, or yes with the memory it will need.</summary>
public readonly record struct CodecAnswer
{
    private CodecAnswer(bool canCompress, long workingBytes, string? reason) =>
        (CanCompress, WorkingBytes, Reason) = (canCompress, workingBytes, reason);

    /// <summary>Whether the codec takes the image.</summary>
    public bool CanCompress { get; }

    /// <summary>
    /// An upper bound of the bytes that compressing takes beside the input and an output of the input's length.
    /// An output that may become longer than its input counts here with what it has more.
    /// </summary>
    public long WorkingBytes { get; }

    /// <summary>Why not, as the end of "Recompression does not take …"; null with a yes.</summary>
    public string? Reason { get; }

    /// <summary>The codec takes the image and will need this many bytes of memory at most.</summary>
    public static CodecAnswer Yes(long workingBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingBytes);
        return new(true, workingBytes, null);
    }

    /// <summary>The codec does not take the image.</summary>
    /// <param name="reason">What it does not take, such as <c>progressive JPEG</c>.</param>
    public static CodecAnswer No(string reason) => new(false, 0, reason);
}
