namespace ImageBatch.Recompression.Jpeg.Scans;

/// <summary>Decodes the entropy-coded data of a scan that <see cref="ScanReader"/> takes apart.</summary>
internal interface IScanDecoder
{
    /// <summary>Minimum coded units of one call; between calls the work can be cancelled.</summary>
    int UnitsPerBand { get; }

    /// <summary>Begins a restart interval (T.81, F.2.1.3.1).</summary>
    void Restart();

    /// <summary>Decodes minimum coded units.</summary>
    /// <param name="bits">The interval's bits. Where they are past their end afterwards, nothing of the call counts.</param>
    /// <param name="unit">The first unit's number in the scan.</param>
    /// <param name="units">How many.</param>
    void Decode(ref BitReader bits, int unit, int units);
}
