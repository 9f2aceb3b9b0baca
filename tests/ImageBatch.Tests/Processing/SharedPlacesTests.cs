using ImageBatch.Fairness;
using ImageBatch.Model;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Processing;

public sealed class SharedPlacesTests : IDisposable
{
    private readonly SharedPlaces _places = new(64, 8, new FakeTimeProvider());

    public void Dispose() => _places.Dispose();

    [Fact]
    public async Task EnterAsync_of_one_job_gives_what_one_may_have()
    {
        var job = new JobId(Guid.NewGuid());
        var held = new List<IDisposable>();
        for (var i = 0; i < 8; i++)
        {
            held.Add(await _places.EnterAsync(job, CancellationToken.None));
        }

        var next = _places.EnterAsync(job, CancellationToken.None);
        Assert.False(next.IsCompleted);
        held[0].Dispose();
        held[0].Dispose();

        await next.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(_places.EnterAsync(job, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void EnterAsync_of_many_jobs_leaves_places_to_the_next()
    {
        for (var job = 0; job < 9; job++)
        {
            var bad = new JobId(Guid.NewGuid());
            for (var i = 0; i < 20; i++)
            {
                _ = _places.EnterAsync(bad, CancellationToken.None);
            }
        }

        Assert.True(_places.EnterAsync(new JobId(Guid.NewGuid()), CancellationToken.None).IsCompletedSuccessfully);
    }
}
