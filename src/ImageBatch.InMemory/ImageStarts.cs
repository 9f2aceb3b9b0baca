namespace ImageBatch.InMemory;

/// <summary>
/// The starts of a job's pending images. Few images have any at one time, so they are not kept in a column. A start
/// that was taken back stays known, else saving it once more would count it again.
/// </summary>
internal sealed class ImageStarts
{
    private readonly Dictionary<int, Dictionary<Guid, bool>> _open = [];

    public int CountOpen(int image) =>
        _open.TryGetValue(image, out var starts) ? starts.Values.Count(isOpen => isOpen) : 0;

    /// <summary>The images that have open starts, in order.</summary>
    public IEnumerable<int> Suspects() => _open.Keys.Where(image => CountOpen(image) > 0).Order();

    public void Start(int image, Guid attempt)
    {
        if (!_open.TryGetValue(image, out var starts))
        {
            _open.Add(image, starts = []);
        }

        starts.TryAdd(attempt, true);
    }

    public void TakeBack(int image, Guid attempt)
    {
        if (_open.TryGetValue(image, out var starts) && starts.ContainsKey(attempt))
        {
            starts[attempt] = false;
        }
    }

    public void Forget(int image) => _open.Remove(image);

    public void Clear() => _open.Clear();
}
