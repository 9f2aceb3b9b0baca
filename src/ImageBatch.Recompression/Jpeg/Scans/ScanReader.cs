using ImageBatch.Model;
using ImageBatch.Recompression.Jpeg.Markers;

namespace ImageBatch.Recompression.Jpeg.Scans;

/// <summary>Goes through a scan by restart intervals (T.81, B.2.4.4), and through those band by band.</summary>
internal static class ScanReader
{
    /// <summary>Reads the scan that begins at the reader's position, and moves the reader behind it.</summary>
    /// <param name="reader">Stands behind the scan header.</param>
    /// <param name="file">The file, its scan header read.</param>
    /// <param name="decoder">Takes the data.</param>
    /// <param name="segments">A rented buffer to unstuff to.</param>
    /// <param name="cancellationToken">Looked at once a band.</param>
    public static void Read<T>(
        ref MarkerReader reader,
        JpegFile file,
        T decoder,
        EntropySegments segments,
        CancellationToken cancellationToken)
        where T : IScanDecoder
    {
        var total = file.Scan.Units;
        var interval = file.RestartInterval == 0 ? total : file.RestartInterval;
        var start = reader.Position;
        for (var unit = 0; unit < total;)
        {
            segments.Read(reader.File, reader.Position);
            reader.Position = segments.End;
            decoder.Restart();
            var bits = new BitReader(segments.Padded);
            var end = (int)Math.Min((long)unit + interval, total);
            try
            {
                while (unit < end)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var units = Math.Min(decoder.UnitsPerBand, end - unit);
                    decoder.Decode(ref bits, unit, units);
                    if (bits.IsPastEnd)
                    {
                        throw EndedEarly(segments);
                    }

                    unit += units;
                }
            }
            catch (ImageException) when (segments.Marker == 0)
            {
                // Whatever rule the data break, the file ends within them.
                throw JpegErrors.Truncated();
            }

            if (unit < total)
            {
                PassRestart(ref reader, segments, (unit / interval) - 1);
            }
        }

        file.AddImage(start, segments.End - start);
    }

    /// <summary>Restart markers count modulo 8 (T.81, E.1.4).</summary>
    private static void PassRestart(ref MarkerReader reader, EntropySegments segments, int index)
    {
        if (segments.Marker != Marker.Rst0 + (index & 7))
        {
            throw EndedEarly(segments);
        }

        reader.ReadMarker();
    }

    private static ImageException EndedEarly(EntropySegments segments) => segments.Marker == 0
        ? JpegErrors.Truncated()
        : JpegErrors.Corrupt("its data end, or restart, before they should");
}
