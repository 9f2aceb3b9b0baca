using ImageBatch.Fairness;

namespace ImageBatch.Processing;

/// <summary>
/// Keeps an image under suspicion alone: while its start is open, none of another image of this process is, so that a
/// death of the process speaks of it and of no other. A suspect that waits goes before all others that do.
/// </summary>
/// <remarks>
/// A process may also die of what is not an image: killed again and again, it would condemn whichever it is at. So the
/// death that condemns can only happen to a process that has lived for a while, as those that are killed that often do not.
/// </remarks>
internal sealed class SuspectGate(TimeProvider time)
{
    /// <summary>How often an image may end its process before it is given up.</summary>
    public const int MaxDeaths = 3;

    private static readonly TimeSpan Probation = TimeSpan.FromSeconds(2);

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _suspects = [];
    private readonly LinkedList<Waiter> _others = [];
    private int _inside;
    private bool _suspectInside;

    /// <summary>Waits, where the next death would be an image's last, until this process has lived long enough for it.</summary>
    public Task WaitForTrialAsync(int deaths, CancellationToken cancellationToken)
    {
        var left = Probation - time.GetElapsedTime(_start);
        return deaths == MaxDeaths - 1 && left > TimeSpan.Zero ? Task.Delay(left, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Waits for its turn. Disposing what it answers lets the next in, once.</summary>
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

        return new Place(() => Leave(suspect));
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
}
