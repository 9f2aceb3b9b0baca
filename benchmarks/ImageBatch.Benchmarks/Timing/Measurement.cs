namespace ImageBatch.Benchmarks.Timing;

/// <summary>The best of all rounds for one image and one contender, or why it was not taken.</summary>
internal sealed class Measurement
{
    public TimeSpan Time { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Bytes of managed memory that a warm call allocated, its output left out.</summary>
    public long Allocated { get; private set; } = long.MaxValue;

    public int OutputLength { get; private set; }

    public string? Refusal { get; private set; }

    public void Add(TimeSpan time, long allocated, int outputLength)
    {
        Time = time < Time ? time : Time;
        Allocated = Math.Min(allocated, Allocated);
        OutputLength = outputLength;
    }

    public void Forget() => (Time, Allocated) = (TimeSpan.MaxValue, long.MaxValue);

    public void Refuse(string reason) => Refusal = reason;
}
