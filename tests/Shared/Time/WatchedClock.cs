using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Testing;

/// <summary>A clock that also tells when somebody waits on it: a test that moves it before that moves nobody.</summary>
internal sealed class WatchedClock : FakeTimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<WatchedTimer> _set = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether anybody waits.</summary>
    public bool IsWaitedOn
    {
        get
        {
            lock (_gate)
            {
                return _set.Count > 0;
            }
        }
    }

    /// <summary>Waits until somebody waits; answers for how long that is to be, of several the one who began last.</summary>
    public async Task<TimeSpan> WaitedOnAsync()
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_set.Count > 0)
                {
                    return _set[^1].Due;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(Patience);
        }
    }

    /// <summary>Waits until somebody waits, and moves on by as long as that is to be.</summary>
    public async Task PassAsync() => Advance(await WaitedOnAsync());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this);
        timer.Inner = base.CreateTimer(
            given =>
            {
                if (period == Timeout.InfiniteTimeSpan)
                {
                    timer.Forget();
                }

                callback(given);
            },
            state,
            dueTime,
            period);
        timer.Remember(dueTime);
        return timer;
    }

    private sealed class WatchedTimer(WatchedClock clock) : ITimer
    {
        public ITimer Inner { get; set; } = null!;

        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Forget();
            var isChanged = Inner.Change(dueTime, period);
            Remember(dueTime);
            return isChanged;
        }

        public void Dispose()
        {
            Forget();
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return Inner.DisposeAsync();
        }

        /// <summary>Notes that somebody waits, once the timer is set. One that is off, as that of a deadline to come, is nobody's.</summary>
        public void Remember(TimeSpan due)
        {
            if (due <= TimeSpan.Zero)
            {
                return;
            }

            TaskCompletionSource changed;
            lock (clock._gate)
            {
                Due = due;
                clock._set.Add(this);
                changed = clock._changed;
                clock._changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            changed.SetResult();
        }

        public void Forget()
        {
            lock (clock._gate)
            {
                clock._set.Remove(this);
            }
        }
    }
}
