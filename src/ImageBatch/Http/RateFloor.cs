namespace ImageBatch.Http;

/// <summary>
/// Whether a body comes fast enough: in every stretch of <paramref name="grace"/> that is spent reading, at least
/// <paramref name="bytesPerSecond"/> times its length. Silence is the idle timeout's to judge. What came in one stretch does not count in the next, so that a body
/// that begins fast may not trickle then.
/// </summary>
internal sealed class RateFloor(int bytesPerSecond, TimeSpan grace)
{
    private readonly double _least = bytesPerSecond * grace.TotalSeconds;
    private TimeSpan _spent;
    private long _bytes;

    /// <summary>How long the next read may take at the most, for a stretch that has brought something.</summary>
    public TimeSpan Left => bytesPerSecond == 0 || _bytes == 0 ? TimeSpan.MaxValue : grace - _spent;

    /// <summary>Notes what one read brought and took; false where the stretch is over and brought too little.</summary>
    public bool Passes(int bytes, TimeSpan elapsed)
    {
        _bytes += bytes;
        _spent += elapsed;
        if (bytesPerSecond == 0 || _spent < grace)
        {
            return true;
        }

        var passes = _bytes == 0 || _bytes >= _least;
        (_bytes, _spent) = (0, TimeSpan.Zero);
        return passes;
    }
}
