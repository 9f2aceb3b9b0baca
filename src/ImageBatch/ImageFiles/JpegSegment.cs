using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>A marker segment (T.81, B.1.1.4).</summary>
/// <param name="Marker">The marker's second byte.</param>
/// <param name="Start">Offset of the length field.</param>
/// <param name="Length">Length with the field, without the marker.</param>
internal readonly record struct JpegSegment(byte Marker, long Start, int Length)
{
    private const int LengthField = 2;

    /// <summary>What follows the length field.</summary>
    public ReadOnlySpan<byte> Parameters(HeaderBytes file) => file.Slice(Start + LengthField, Length - LengthField);

    public void CopyTo(HeaderBytes file, ref FileWriter output)
    {
        output.Add(0xFF, Marker);
        output.Add(file.Slice(Start, Length));
    }

    /// <summary>Writes a segment of other parameters.</summary>
    public static void Write(byte marker, scoped ReadOnlySpan<byte> parameters, ref FileWriter output)
    {
        var length = parameters.Length + LengthField;
        output.Add(0xFF, marker, (byte)(length >> 8), (byte)length);
        output.Add(parameters);
    }
}
