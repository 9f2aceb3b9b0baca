namespace ImageBatch.Http.Names;

/// <summary>Keeps something about names for a while each, and about a bounded number of names.</summary>
/// <remarks>Not thread-safe: the <see cref="NameResolver"/> locks it.</remarks>
internal sealed class ShortMemory<T>(TimeProvider time)
{
    public const int MostNames = 4_096;

    private readonly Dictionary<string, (T Value, long Since, TimeSpan Time)> _kept = new(StringComparer.OrdinalIgnoreCase);

    public void Keep(string name, T value, TimeSpan duration)
    {
        if (_kept.Count >= MostNames)
        {
            MakeRoom();
        }

        _kept[name] = (value, time.GetTimestamp(), duration);
    }

    public bool TryGet(string name, out T value)
    {
        var isKept = _kept.TryGetValue(name, out var entry) && IsFresh(entry.Since, entry.Time);
        value = entry.Value;
        return isKept;
    }

    /// <summary>Forgets what is over, or all: what is kept only saves work.</summary>
    private void MakeRoom()
    {
        foreach (var (name, entry) in _kept)
        {
            if (!IsFresh(entry.Since, entry.Time))
            {
                _kept.Remove(name);
            }
        }

        if (_kept.Count >= MostNames)
        {
            _kept.Clear();
        }
    }

    private bool IsFresh(long since, TimeSpan duration) => time.GetElapsedTime(since) < duration;
}
