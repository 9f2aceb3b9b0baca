namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// The starts of a job's pending images. A start that was taken back stays known, else saving it once more would count
/// it again.
/// </summary>
internal sealed class ImageStarts
{
    private readonly Dictionary<int, Dictionary<Guid, bool>> _starts = [];

    public int CountOpen(int image) =>
        _starts.TryGetValue(image, out var starts) ? starts.Values.Count(isOpen => isOpen) : 0;

    public bool Knows(int image, Guid attempt) =>
        _starts.TryGetValue(image, out var starts) && starts.ContainsKey(attempt);

    /// <summary>The images that have open starts, in order.</summary>
    public IEnumerable<int> Suspects() => _starts.Keys.Where(image => CountOpen(image) > 0).Order();

    public void Start(int image, Guid attempt)
    {
        if (!_starts.TryGetValue(image, out var starts))
        {
            _starts.Add(image, starts = []);
        }

        starts.TryAdd(attempt, true);
    }

    public void TakeBack(int image, Guid attempt)
    {
        if (Knows(image, attempt))
        {
            _starts[image][attempt] = false;
        }
    }

    public void Forget(int image) => _starts.Remove(image);

    public void Clear() => _starts.Clear();

    public void Write(ByteWriter writer)
    {
        writer.Int32(_starts.Values.Sum(starts => starts.Count));
        foreach (var (image, starts) in _starts)
        {
            foreach (var (attempt, isOpen) in starts)
            {
                writer.Int32(image);
                writer.Guid(attempt);
                writer.Flag(isOpen);
            }
        }
    }

    public void Read(ref ByteReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var (image, attempt) = (reader.Int32(), reader.Guid());
            Start(image, attempt);
            if (!reader.Flag())
            {
                TakeBack(image, attempt);
            }
        }
    }
}
