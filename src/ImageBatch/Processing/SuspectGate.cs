namespace ImageBatch.Processing;

/// <summary>
/// Keeps an image under suspicion alone: while it is decoded, no other image of this process is, so that a death of the
/// process speaks of it and of no other. A suspect that waits goes before all others that do.
/// </summary>
internal sealed class SuspectGate
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _suspects = [];
    private readonly LinkedList<Waiter> _others = [];
    private int _inside;
    private bool _suspectInside;

    /// <summary>Waits for its turn. Disposing what it answers lets the next in.</summary>
    public async Task<IDisposable> EnterAsync(bool suspect, CancellationToken cancellationToken)
    {
        var line = suspect ? _suspects : _others;
        var waiter = new Waiter();
        LinkedListNode<Waiter> node;
        lock (_gate)
        {
            node = line.AddLast(waiter);
            LetIn();
        }

        using (cancellationToken.UnsafeRegister(_ => Abandon(line, node, cancellationToken), null))
        {
            await waiter.Task.ConfigureAwait(false);
        }

        return new Place(this, suspect);
    }

    private void Abandon(LinkedList<Waiter> line, LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is not null)
            {
                line.Remove(node);
                node.Value.SetCanceled(cancellationToken);
                LetIn();
            }
        }
    }

    private void Leave(bool suspect)
    {
        lock (_gate)
        {
            _inside--;
            _suspectInside &= !suspect;
            LetIn();
        }
    }

    private void LetIn()
    {
        if (_suspects.First is { } suspect)
        {
            if (_inside == 0)
            {
                _suspectInside = true;
                LetIn(_suspects, suspect);
            }

            return;
        }

        while (!_suspectInside && _others.First is { } other)
        {
            LetIn(_others, other);
        }
    }

    private void LetIn(LinkedList<Waiter> line, LinkedListNode<Waiter> node)
    {
        line.Remove(node);
        _inside++;
        node.Value.SetResult();
    }

    private sealed class Waiter() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Place(SuspectGate gate, bool suspect) : IDisposable
    {
        public void Dispose() => gate.Leave(suspect);
    }
}
