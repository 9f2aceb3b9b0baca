using System.Net;
using System.Net.Sockets;
using ImageBatch.Model;

namespace ImageBatch.Http.Names;

/// <summary>
/// Resolves names on a bounded number of threads of its own. The system's resolver holds a thread until it answers,
/// which may take 20 s, and cannot be interrupted: on threads of the pool, some names that never answer would hold up
/// all that the process does. A caller that gives up waits no longer; its look-up is taken out, unless it runs already.
/// </summary>
/// <remarks>Thread-safe. Answers are kept for a moment, so that a catalogue's images do not each ask anew.</remarks>
/// <param name="lookUp">Looks a name up, however long that takes.</param>
/// <param name="time">Times what is kept.</param>
internal sealed class NameResolver(Func<string, IPAddress[]> lookUp, TimeProvider time)
{
    /// <summary>How long addresses are kept, which the system tells no time to live of.</summary>
    public static readonly TimeSpan KeepAnswer = TimeSpan.FromSeconds(30);

    /// <summary>How long a failure is kept: no longer than the first wait before a download is tried again.</summary>
    public static readonly TimeSpan KeepFailure = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a name counts as slow.</summary>
    public static readonly TimeSpan KeepSlow = TimeSpan.FromMinutes(5);

    /// <summary>How long a look-up takes that makes its name slow.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(2);

    /// <summary>Enough for the system's resolver and its plug-ins; of a thread's memory only what it touches counts.</summary>
    private const int StackBytes = 512 << 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, NameLookUp> _underWay = new(StringComparer.OrdinalIgnoreCase);
    private readonly NameQueue _queue = new();
    private readonly ShortMemory<Task<IReadOnlyList<IPAddress>>> _answers = new(time);
    private readonly ShortMemory<bool> _slow = new(time);

    /// <summary>All addresses of a name; at least one.</summary>
    /// <exception cref="SocketException">The name does not exist, its servers failed, or too many names wait.</exception>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, JobId? job, CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<IPAddress>> answer;
        NameLookUp? shared = null;
        lock (_gate)
        {
            if (!_answers.TryGet(name, out answer))
            {
                shared = Join(name, job);
                answer = shared.Task;
            }
        }

        try
        {
            return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(shared);
        }
    }

    /// <summary>Takes a look-up out that nobody waits for any more, unless it runs already.</summary>
    private void Leave(NameLookUp? shared)
    {
        lock (_gate)
        {
            if (shared is not null && --shared.Callers == 0 && _queue.Remove(shared))
            {
                _underWay.Remove(shared.Name);
            }
        }
    }

    private NameLookUp Join(string name, JobId? job)
    {
        if (!_underWay.TryGetValue(name, out var shared))
        {
            shared = new NameLookUp(name, job, _slow.TryGet(name, out _));
            if (!_queue.TryAdd(shared))
            {
                throw new SocketException((int)SocketError.TryAgain);
            }

            _underWay.Add(name, shared);
            if (_queue.Begin() is { } next)
            {
                new Thread(() => Run(next), StackBytes) { IsBackground = true, Name = "ImageBatch names" }.UnsafeStart();
            }
        }

        shared.Callers++;
        return shared;
    }

    /// <summary>A thread's work: one look-up after the other, until none waits.</summary>
    private void Run(NameLookUp? next)
    {
        while (next is not null)
        {
            var start = time.GetTimestamp();
            var failure = LookUp(next.Name, out var addresses);
            var (ended, isSlow) = (next, time.GetElapsedTime(start) >= SlowAfter);
            lock (_gate)
            {
                Settle(ended, addresses, failure);
                _underWay.Remove(ended.Name);
                _answers.Keep(ended.Name, ended.Task, failure is null ? KeepAnswer : KeepFailure);
                if (isSlow)
                {
                    _slow.Keep(ended.Name, true, KeepSlow);
                }

                _queue.End(ended);
                next = _queue.Begin();
            }
        }
    }

    private Exception? LookUp(string name, out IPAddress[] addresses)
    {
        addresses = [];
        try
        {
            addresses = lookUp(name);
            return addresses.Length > 0 ? null : new SocketException((int)SocketError.HostNotFound);
        }
#pragma warning disable CA1031 // Whatever it is, it is for those that wait.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    private static void Settle(NameLookUp lookUp, IPAddress[] addresses, Exception? failure)
    {
        if (failure is null)
        {
            lookUp.SetResult(addresses);
        }
        else
        {
            lookUp.SetException(failure);
            _ = lookUp.Task.Exception; // Perhaps nobody waits any more.
        }
    }
}
