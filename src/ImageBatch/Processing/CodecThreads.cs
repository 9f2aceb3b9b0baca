namespace ImageBatch.Processing;

/// <summary>
/// Runs codecs on threads of its own: one of the pool that computes for long keeps what else the process does waiting. As many
/// as run at once, each used again, since pooled arrays are kept by thread; one that had nothing to do for a while ends.
/// </summary>
internal sealed class CodecThreads : TaskScheduler
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly Queue<Task> _tasks = [];
    private int _idle;

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            _tasks.Enqueue(task);
            if (_idle >= _tasks.Count)
            {
                Monitor.Pulse(_tasks);
                return;
            }
        }

        new Thread(Work) { IsBackground = true, Name = "ImageBatch codec" }.UnsafeStart();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }

    private void Work()
    {
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    private Task? Next()
    {
        lock (_tasks)
        {
            if (_tasks.Count == 0)
            {
                _idle++;
                Monitor.Wait(_tasks, Idle);
                _idle--;
            }

            return _tasks.TryDequeue(out var task) ? task : null;
        }
    }
}
