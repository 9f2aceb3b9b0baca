using System.Globalization;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests a job store with storms of random events and changes, against a simple model and at once.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreRandomConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>After every step the store says what the model says: states, results, deaths, counters, status.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public virtual async Task Random_events_and_changes_come_to_what_the_model_says(int seed)
    {
        var random = new Random(seed);
        var products = WithCopies(random, images: 24);
        var job = await Store.AddAsync(products, Catalogue.Webhook);
        var model = new JobModel(products);
        var storm = new EventStorm(random, job.Id, model.Firsts);
        var finishes = 0;

        for (var step = 0; step < 120; step++)
        {
            Wait(seconds: 1);
            switch (random.Next(20))
            {
                case 0 when step > 60:
                    var cancelled = await Jobs.ChangeAsync(job.Id, new JobChange.Cancel(), Token);
                    Assert.Equal(model.Cancel(), cancelled.Outcome == JobChangeOutcome.Changed);
                    finishes += cancelled.Outcome == JobChangeOutcome.Changed ? 1 : 0;
                    break;
                case 1 or 2:
                    var retried = await Jobs.ChangeAsync(job.Id, new JobChange.RetryFailed(), Token);
                    Assert.Equal(model.Retry(), retried.Outcome == JobChangeOutcome.Changed);
                    break;
                default:
                    var batch = storm.Batch(model.Run, most: 6);
                    var finished = batch.Count(model.Apply);
                    Assert.Equal(finished, (await Jobs.SaveAsync(batch, Token)).Completed.Count);
                    finishes += finished;
                    break;
            }

            await AssertModelAsync(job.Id, model);
        }

        Assert.Equal(finishes, (await Store.ClaimAsync()).Count);
    }

    /// <summary>
    /// Eight savers send the same events in different orders and batches: each image ends in one state, the counters
    /// equal the states, and the job finishes once.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public virtual async Task Random_events_from_many_savers_finish_the_job_once(int seed)
    {
        var products = WithCopies(new Random(seed), images: 200);
        var job = await Store.AddAsync(products, Catalogue.Webhook);
        var firsts = new JobModel(products).Firsts;

        var completed = await Task.WhenAll(Enumerable.Range(0, 8).Select(saver => Task.Run(async () =>
        {
            var random = new Random(seed * 100 + saver);
            var events = firsts.SelectMany<int, ImageEvent>(image =>
                [Events.Started(job.Key(image)), random.Next(2) == 0 ? Events.Succeeded(job.Key(image)) : Events.Failed(job.Key(image))])
                .ToArray();
            random.Shuffle(events);
            var times = 0;
            foreach (var batch in events.Chunk(16))
            {
                times += (await Jobs.SaveAsync(batch, Token)).Completed.Count;
            }

            return times;
        })));

        Assert.Equal(1, completed.Sum());
        Assert.True((await Store.AssertCountersAsync(job.Id)).IsFinished);
        Assert.Single(await Store.ClaimAsync());
        await AssertCopiesAsync(job.Id);
    }

    private async Task AssertModelAsync(JobId id, JobModel model)
    {
        var job = await Store.AssertCountersAsync(id);
        var images = await Store.ImagesAsync(id);
        var works = await Jobs.LoadAsync([.. model.Firsts.Select(image => new ImageKey(id, image, model.Run))], Token);

        Assert.Equal((model.Run, model.Status, model.IsFinished), (job.Run, job.Status, job.IsFinished));
        Assert.Equal(model.Statuses, images.Select(image => image.Status));
        Assert.Equal(model.Outputs, images.Select(image => image.Output));
        Assert.Equal(model.Errors, images.Select(image => image.Error));
        Assert.Equal(
            model.Firsts.Where(image => model.Statuses[image] == ImageStatus.Pending).Select(image => (image, model.Deaths(image))),
            works.Select(work => (work.Key.Index, work.Deaths)).Order());
        Assert.Equal(model.IsFinished ? WebhookState.Pending : WebhookState.Waiting, job.Webhook!.State);
        Assert.Equal(model.IsFinished ? 0 : 1, (await Store.UnfinishedAsync()).Count);
    }

    /// <summary>Asserts that each copy stands where its first does.</summary>
    private async Task AssertCopiesAsync(JobId id)
    {
        var images = await Store.ImagesAsync(id);
        Assert.All(images.Where(image => image.SameAs is not null), copy =>
        {
            var first = images[copy.SameAs!.Value];
            Assert.Equal((first.Status, first.Output, first.Error), (copy.Status, copy.Output, copy.Error));
        });
    }

    private static List<Product> WithCopies(Random random, int images) => Catalogue.FromUrls(
        Enumerable.Range(0, images / 2).Select(_ => Enumerable.Range(0, 2)
            .Select(_ => string.Create(CultureInfo.InvariantCulture, $"https://a.test/{random.Next(images)}")).ToArray()));
}
