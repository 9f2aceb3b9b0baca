using ImageBatch.Client;

namespace ImageBatch.Csv;

/// <summary>Counts what is wrong with the rows and keeps the first of it, so that no file of bad rows fills the memory.</summary>
internal sealed class RowErrorList(int capacity)
{
    private readonly List<RowError> _errors = [];

    /// <summary>The first errors, in the order of the rows.</summary>
    public IReadOnlyList<RowError> Errors => _errors;

    /// <summary>How many there are in all.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an error.</summary>
    public void Add(int row, string? column, string code, string message)
    {
        Count++;
        if (_errors.Count < capacity)
        {
            _errors.Add(new RowError(row, column, code, message));
        }
    }
}
