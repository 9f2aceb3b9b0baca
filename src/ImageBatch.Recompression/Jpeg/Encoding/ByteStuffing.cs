namespace ImageBatch.Recompression.Jpeg.Encoding;

/// <summary>Inserts the zero byte behind each FF of entropy-coded data (T.81, F.1.2.3).</summary>
internal static class ByteStuffing
{
    /// <summary>The length that data have once stuffed.</summary>
    public static int StuffedLength(ReadOnlySpan<byte> data) => data.Length + data.Count((byte)0xFF);

    /// <summary>Stuffs data.</summary>
    /// <param name="data">The entropy-coded data.</param>
    /// <param name="target">Exactly <see cref="StuffedLength"/> bytes.</param>
    public static void Stuff(ReadOnlySpan<byte> data, Span<byte> target)
    {
        while (true)
        {
            var run = data.IndexOf((byte)0xFF);
            if (run < 0)
            {
                data.CopyTo(target);
                return;
            }

            data[..(run + 1)].CopyTo(target);
            target[run + 1] = 0;
            data = data[(run + 1)..];
            target = target[(run + 2)..];
        }
    }
}
