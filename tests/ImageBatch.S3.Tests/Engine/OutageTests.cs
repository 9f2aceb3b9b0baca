using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.S3.Tests.Engine;

/// <summary>The whole engine on a service that goes away in the middle of a job.</summary>
public sealed class OutageTests
{
    private const int Images = 300;

    [Fact]
    public async Task Job_pauses_while_the_service_is_away_and_then_finishes()
    {
        using var server = S3Server.Start();
        await server.CreateBucketAsync("outputs");
        await using var host = await S3Host.StartAsync(options =>
        {
            (options.Bucket, options.ServiceUrl, options.ForcePathStyle) = ("outputs", server.Url.AbsoluteUri, true);
            (options.AccessKey, options.SecretKey, options.MaxErrorRetry) = (S3Server.AccessKey, "secret", 1);
            options.Timeout = TimeSpan.FromSeconds(5);
        });
        var job = await host.SubmitAsync(Images);
        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Images.Succeeded > Images / 10 ? "" : null, "the job to be under way");

        server.Kill();
        await host.Log.SaysAsync("did not save an output");
        var before = await host.FindAsync(job.Id);
        server.Resume();
        var finished = await host.FinishedAsync(job.Id);

        Assert.InRange(before.Images.Succeeded, Images / 10, Images - 1);
        Assert.Equal((JobStatus.Completed, new ImageCounts(0, Images, 0, 0)), (finished.Status, finished.Images));
        var expected = TestImages.Bmp()[..100];
        foreach (var image in await host.Client.ReadImagesAsync(job.Id, limit: Images))
        {
            Assert.True(OutputKey.TryCreate(job.Id, image.Output!.Name, out var key));
            await using var output = await host.Client.OpenOutputAsync(key);
            var content = new byte[expected.Length];
            await output!.Content.ReadExactlyAsync(content);
            Assert.Equal(expected.Length, output.Length);
            Assert.Equal(expected, content);
        }
    }
}
