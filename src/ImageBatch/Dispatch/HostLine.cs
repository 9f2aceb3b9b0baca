namespace ImageBatch.Dispatch;

/// <summary>Images of one job and host: those that are read and not handed out, in order, and how many are out.</summary>
internal sealed class HostLine(string host)
{
    private Queue<int> _ready = [];

    public string Host => host;

    public int Ready => _ready.Count;

    public int Outstanding { get; set; }

    public void Add(int index) => _ready.Enqueue(index);

    public int Take() => _ready.Dequeue();

    public void PutBack(IEnumerable<int> indexes) => _ready = new Queue<int>(indexes.Concat(_ready));
}
