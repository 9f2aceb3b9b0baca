using System.Threading.Channels;
using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// The one that changes the store: takes the commands that came up meanwhile as a group, writes their records, flushes
/// once, applies them and answers. What readers see is on the disk, and a group that could not be written has changed
/// nothing.
/// </summary>
internal sealed class Committer : IDisposable
{
    private const int MostBytesAGroup = 4 * 1_024 * 1_024;

    /// <summary>
    /// So many images of finished jobs may wait to be compacted. A job that was cancelled has many images and a short
    /// record, so that the length of the segment alone does not bound what they hold in memory.
    /// </summary>
    private const int MostFinishedImages = 250_000;

    private readonly StoreState _state;
    private readonly Journal _journal;
    private readonly Lock _gate;
    private readonly Action _rolled;
    private readonly Channel<Command> _commands = Channel.CreateUnbounded<Command>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly List<(Command Command, int Start, int End)> _group = [];
    private readonly HashSet<JobId> _alone = [];
    private readonly ByteWriter _records = new();
    private readonly Task _loop;
    private Command? _left;
    private Exception? _fatal;
    private volatile bool _isFailing;

    /// <param name="state">What is changed.</param>
    /// <param name="journal">What is written.</param>
    /// <param name="gate">The store's lock.</param>
    /// <param name="rolled">Called when a segment is full.</param>
    public Committer(StoreState state, Journal journal, Lock gate, Action rolled)
    {
        (_state, _journal, _gate, _rolled) = (state, journal, gate, rolled);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Whether the last group could not be written.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Runs a command; returns when its record is written and applied.</summary>
    public Task<T> RunAsync<T>(Command<T> command)
    {
        if (!_commands.Writer.TryWrite(command))
        {
            command.Fail(new ObjectDisposedException(nameof(FileSystemJobStore)));
        }

        return command.Answer;
    }

    /// <summary>Does something between two groups of records.</summary>
    public Task<T> RunAsync<T>(Func<T> action) => RunAsync(new ActionCommand<T>(action));

    /// <summary>Ends when what has been asked for is done.</summary>
    public void Dispose()
    {
        _commands.Writer.TryComplete();
        _loop.GetAwaiter().GetResult();
    }

    private async Task RunAsync()
    {
        while (_left is not null || await _commands.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Gather();
            Commit();
            foreach (var (command, _, _) in _group)
            {
                command.Complete();
            }

            Roll();
        }
    }

    private void Gather()
    {
        _group.Clear();
        _alone.Clear();
        _records.Clear();
        while (_records.Length < MostBytesAGroup && Take() is { } command)
        {
            if ((command.IsFirst && _group.Count > 0) || (command.Alone is { } job && !_alone.Add(job)))
            {
                _left = command;
                return;
            }

            Add(command);
        }
    }

    private Command? Take()
    {
        var command = _left;
        _left = null;
        return command is not null || _commands.Reader.TryRead(out command) ? command : null;
    }

    private void Add(Command command)
    {
        var start = _records.Length;
        try
        {
            if (command.IsCancelled)
            {
                throw new OperationCanceledException();
            }

            if (_fatal is not null)
            {
                throw new IOException("The job store failed and has to be opened again.", _fatal);
            }

            _records.Reserve(JournalRecord.HeaderLength);
            if (command.Write(_records))
            {
                JournalRecord.WriteHeader(_records.Between(start, _records.Length), _journal.FlushedOffset);
            }
            else
            {
                _records.CutTo(start);
            }

            _group.Add((command, start, _records.Length));
        }
        catch (Exception exception)
        {
            _records.CutTo(start);
            command.Fail(exception);
        }
    }

    private void Commit()
    {
        var end = _journal.End;
        try
        {
            if (_records.Length > 0)
            {
                _journal.Append(_records.Written, _group.Exists(member => member.End > member.Start && member.Command.NeedsFlush));
                _isFailing = false;
            }
        }
        catch (Exception exception)
        {
            _isFailing = true;
            Fail(member => member.End > member.Start, exception);
        }

        try
        {
            foreach (var (command, start, recordEnd) in _group)
            {
                Apply(command, start, recordEnd, end);
            }
        }
        catch (Exception exception)
        {
            // Written but not applied: memory and disk differ, which only opening again mends.
            (_fatal, _isFailing) = (exception, true);
            Fail(_ => true, exception);
        }
    }

    private void Apply(Command command, int start, int recordEnd, long groupStart)
    {
        lock (_gate)
        {
            if (recordEnd == start)
            {
                command.Skipped();
                return;
            }

            var payload = start + JournalRecord.HeaderLength;
            command.Applied(_state.Apply(_records.Between(payload, recordEnd), groupStart + payload));
        }
    }

    private void Fail(Predicate<(Command Command, int Start, int End)> which, Exception exception)
    {
        foreach (var (command, _, _) in _group.FindAll(which))
        {
            command.Fail(exception);
        }

        _group.RemoveAll(which);
    }

    private void Roll()
    {
        try
        {
            if (_journal.IsFull || _state.FinishedImages >= MostFinishedImages)
            {
                _journal.Roll();
                _state.FinishedImages = 0;
                _rolled();
            }
        }
        catch (Exception)
        {
            // The segment grows meanwhile, and the next group tries again.
            _isFailing = true;
        }
    }
}
