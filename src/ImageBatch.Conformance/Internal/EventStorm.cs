using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Makes random events, with repeats, contradictions, older and newer runs; the same ones for one seed.</summary>
internal sealed class EventStorm(Random random, JobId job, int[] images)
{
    private readonly List<ImageEvent> _past = [];

    public List<ImageEvent> Batch(int run, int most) => [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => Next(run))];

    private ImageEvent Next(int run)
    {
        var next = _past.Count > 0 && random.Next(4) == 0
            ? _past[random.Next(_past.Count)]
            : Make(new ImageKey(job, images[random.Next(images.Length)], random.Next(10) == 0 ? random.Next(run + 2) : run));
        _past.Add(next);
        return next;
    }

    private ImageEvent Make(ImageKey key) => random.Next(6) switch
    {
        0 or 1 => new ImageStarted(key, Attempt(key)),
        2 => new ImageReturned(key, Attempt(key)),
        3 or 4 => Events.Succeeded(key),
        _ => Events.Failed(key),
    };

    /// <summary>One of few attempts an image, so that starts and returns often meet.</summary>
    private Guid Attempt(ImageKey key) => new(key.Index + 1, (short)key.Run, (short)random.Next(3), new byte[8]);
}
