using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>
/// A batch of events, boiled down to what may change anything: of each image the first final event and, where it has
/// none, its starts and returns. What comes after a final event says nothing, and what came before is forgotten with it.
/// </summary>
internal sealed class EventBatch
{
    private readonly Dictionary<ImageKey, ImageEvent> _finals = [];
    private readonly Dictionary<(ImageKey, Guid), StartedAttempt> _starts = [];

    public EventBatch(IReadOnlyList<ImageEvent> events)
    {
        Jobs = [.. events.Select(happened => happened.Key.Job.Value).Distinct().Order()];
        Finals = [.. events.Where(happened => IsFinal(happened) && _finals.TryAdd(happened.Key, happened))];
        foreach (var happened in events.Where(happened => !_finals.ContainsKey(happened.Key)))
        {
            switch (happened)
            {
                case ImageStarted started:
                    AttemptOf(started.Key, started.Attempt).Start();
                    break;
                case ImageReturned returned:
                    AttemptOf(returned.Key, returned.Attempt).TakeBack();
                    break;
            }
        }
    }

    /// <summary>The ids of the jobs in their order, which is the order of locking.</summary>
    public Guid[] Jobs { get; }

    /// <summary>The results in the order of the events, one an image and run at most.</summary>
    public IReadOnlyList<ImageEvent> Finals { get; }

    public IReadOnlyCollection<StartedAttempt> Starts => _starts.Values;

    private static bool IsFinal(ImageEvent happened) => happened switch
    {
        ImageSucceeded or ImageFailed => true,
        ImageStarted or ImageReturned => false,
        _ => throw new ArgumentException($"{happened.GetType()} is no event that a store knows.", nameof(happened)),
    };

    private StartedAttempt AttemptOf(ImageKey key, Guid attempt)
    {
        if (!_starts.TryGetValue((key, attempt), out var started))
        {
            _starts.Add((key, attempt), started = new StartedAttempt(key, attempt));
        }

        return started;
    }
}
