namespace ImageBatch.Processing;

/// <summary>
/// Bounds the bytes of images in flight in this process. Every image reserves its input before its first byte is
/// read, and its output and working memory together before it is compressed.
/// </summary>
/// <remarks>
/// Nothing deadlocks: inputs may take at most half of the budget, so that an image that waits for working memory,
/// and holds its input meanwhile, never waits for another one that does the same. Work is granted in FIFO order. A
/// head of the line that does not fit is let by those behind it that do, while no new input is granted, so that what
/// holds memory drains; when nothing else is left to run, it runs alone.
/// </remarks>
internal sealed class ByteBudget(long capacity)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _inputs = [];
    private readonly LinkedList<Waiter> _work = [];
    private readonly long _inputCapacity = capacity / 2;
    private long _inputBytes;
    private long _workBytes;
    private int _reservations;
    private int _running;

    /// <summary>The most bytes that were ever reserved at once.</summary>
    public long HighWaterMark { get; private set; }

    /// <summary>The bytes that are reserved now.</summary>
    public long Reserved
    {
        get
        {
            lock (_gate)
            {
                return _inputBytes + _workBytes;
            }
        }
    }

    /// <summary>Waits until an input of this many bytes may be read.</summary>
    public async Task<ByteReservation> ReserveAsync(long bytes, CancellationToken cancellationToken)
    {
        await EnqueueAsync(_inputs, bytes, cancellationToken).ConfigureAwait(false);
        return new ByteReservation(this, bytes);
    }

    internal Task ReserveWorkAsync(long bytes, CancellationToken cancellationToken) =>
        EnqueueAsync(_work, bytes, cancellationToken);

    internal void ReleaseInput(long bytes, bool last)
    {
        lock (_gate)
        {
            _inputBytes -= bytes;
            _reservations -= last ? 1 : 0;
            Grant();
        }
    }

    internal void ReleaseWork(long bytes, bool last)
    {
        lock (_gate)
        {
            _workBytes -= bytes;
            _running -= last ? 1 : 0;
            Grant();
        }
    }

    private async Task EnqueueAsync(LinkedList<Waiter> line, long bytes, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(bytes);
        LinkedListNode<Waiter> node;
        lock (_gate)
        {
            node = line.AddLast(waiter);
            Grant();
        }

        if (waiter.Task.IsCompleted)
        {
            return;
        }

        using (cancellationToken.UnsafeRegister(_ => Abandon(line, node, cancellationToken), null))
        {
            await waiter.Task.ConfigureAwait(false);
        }
    }

    private void Abandon(LinkedList<Waiter> line, LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is not null)
            {
                line.Remove(node);
                node.Value.SetCanceled(cancellationToken);
                Grant();
            }
        }
    }

    private void Grant()
    {
        for (var node = _work.First; node is not null;)
        {
            var next = node.Next;
            if (_inputBytes + _workBytes + node.Value.Bytes <= capacity)
            {
                StartWork(node);
            }

            node = next;
        }

        // Every reservation that is left waits here: nobody can make room, so the first of them runs alone.
        if (_work.First is { } head && _running == 0 && _reservations == _work.Count)
        {
            StartWork(head);
        }

        while (_work.Count == 0 && _inputs.First is { } input && InputFits(input.Value.Bytes))
        {
            _inputs.RemoveFirst();
            _inputBytes += input.Value.Bytes;
            _reservations++;
            Granted(input.Value);
        }
    }

    private bool InputFits(long bytes) =>
        _reservations == 0
        || (_inputBytes + bytes <= _inputCapacity && _inputBytes + _workBytes + bytes <= capacity);

    private void StartWork(LinkedListNode<Waiter> node)
    {
        _work.Remove(node);
        _workBytes += node.Value.Bytes;
        _running++;
        Granted(node.Value);
    }

    private void Granted(Waiter waiter)
    {
        HighWaterMark = Math.Max(HighWaterMark, _inputBytes + _workBytes);
        waiter.SetResult();
    }

    private sealed class Waiter(long bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Bytes { get; } = bytes;
    }
}
