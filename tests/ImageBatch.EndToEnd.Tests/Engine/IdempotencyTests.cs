using System.Text;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

public sealed class IdempotencyTests
{
    private const string Header = "Serial Number,Product Name,Input Image Urls\n";

    [Fact]
    public async Task Submit_ofTheSameUnderTheSameKey_answersWithTheSameJob()
    {
        await using var host = await EngineHost.StartAsync();
        var csv = Header + $"1,Mug,{host.Server.MapBytes("/a", TestImages.Bmp())}\n";

        var first = await SubmitAsync(host, csv, "key", 50);
        await host.FinishedAsync(first.Job.Id);
        var second = await SubmitAsync(host, csv, "key", 50);

        Assert.Equal((first.Job.Id, true, false), (second.Job.Id, second.IsRepeated, first.IsRepeated));
        Assert.Equal(1, host.Server.Hits("/a"));
    }

    [Theory]
    [InlineData("1,Mug,http://host.test/b.jpg\n", 50)]
    [InlineData("1,Mug,http://host.test/a.jpg\n", 51)]
    public async Task Submit_ofAnotherUnderTheSameKey_isRefused(string rows, int quality)
    {
        await using var host = await EngineHost.StartAsync();
        await SubmitAsync(host, Header + "1,Mug,http://host.test/a.jpg\n", "key", 50);

        var exception = await Assert.ThrowsAsync<SubmissionException>(() => SubmitAsync(host, Header + rows, "key", quality));

        Assert.Equal(SubmissionErrorCodes.IdempotencyMismatch, exception.Code);
    }

    [Fact]
    public async Task Submit_whileAnotherUnderTheSameKeyIsOnItsWay_isRefused_andTheKeyIsFreeWhereThatOneFails()
    {
        await using var host = await EngineHost.StartAsync();
        var entered = new TaskCompletionSource();
        var settings = new TaskCompletionSource<JobSettings>();
        using var body = Csv(Header + "1,Mug,http://host.test/a.jpg\n");
        var first = host.Client.SubmitAsync(new JobSubmission(body, _ =>
        {
            entered.SetResult();
            return settings.Task;
        })
        { IdempotencyKey = "key" });
        await entered.Task;

        var inFlight = await Assert.ThrowsAsync<SubmissionException>(() => SubmitAsync(host, Header + "1,Mug,http://host.test/a.jpg\n", "key", 50));
        settings.SetException(new IOException("The client is gone."));
        await Assert.ThrowsAsync<IOException>(() => first);
        var again = await SubmitAsync(host, Header + "1,Mug,http://host.test/a.jpg\n", "key", 50);

        Assert.Equal(SubmissionErrorCodes.IdempotencyInFlight, inFlight.Code);
        Assert.False(again.IsRepeated);
    }

    [Fact]
    public async Task Submit_underTheKeyOfAnotherCaller_isAnotherUpload()
    {
        await using var host = await EngineHost.StartAsync();
        const string Csv = Header + "1,Mug,http://host.test/a.jpg\n";
        var jobs = new HashSet<JobId>();
        foreach (var scope in new[] { null, "", "a", "b", "a\nkey" })
        {
            var first = await SubmitAsync(host, Csv, "key", 50, scope);
            var second = await SubmitAsync(host, Csv, "key", 50, scope);

            Assert.Equal((first.Job.Id, false, true), (second.Job.Id, first.IsRepeated, second.IsRepeated));
            Assert.True(jobs.Add(first.Job.Id));
        }
    }

    [Fact]
    public async Task Submit_afterADay_findsTheKeyFreeAgain()
    {
        var clock = new FakeTimeProvider();
        await using var host = await EngineHost.StartAsync(
            services: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var jobs = new HashSet<JobId>();
        for (var day = 0; day < 3; day++)
        {
            var csv = Header + $"1,Mug,http://host.test/{day}.jpg\n";
            var first = await SubmitAsync(host, csv, "key", 50, "a");
            clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
            var repeated = await SubmitAsync(host, csv, "key", 50, "a");
            var other = await Assert.ThrowsAsync<SubmissionException>(() => SubmitAsync(host, csv, "key", 51, "a"));
            clock.Advance(TimeSpan.FromSeconds(1));

            Assert.True(jobs.Add(first.Job.Id));
            Assert.Equal((false, first.Job.Id, true), (first.IsRepeated, repeated.Job.Id, repeated.IsRepeated));
            Assert.Equal(SubmissionErrorCodes.IdempotencyMismatch, other.Code);
        }
    }

    [Fact]
    public async Task Submit_racingUnderAKeyThatIsFreeAgain_addsOne()
    {
        var clock = new FakeTimeProvider();
        await using var host = await EngineHost.StartAsync(
            services: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        const string Csv = Header + "1,Mug,http://host.test/a.jpg\n";
        var old = await SubmitAsync(host, Csv, "key", 50);
        clock.Advance(TimeSpan.FromHours(24));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return await SubmitAsync(host, Csv, "key", 50);
            }
            catch (SubmissionException exception) when (exception.Code == SubmissionErrorCodes.IdempotencyInFlight)
            {
                return null;
            }
        }));

        var added = Assert.Single(answers, answer => answer is { IsRepeated: false });
        Assert.NotEqual(old.Job.Id, added!.Job.Id);
        Assert.All(answers.OfType<SubmissionResult>(), answer => Assert.Equal(added.Job.Id, answer.Job.Id));
    }

    private static async Task<SubmissionResult> SubmitAsync(
        EngineHost host, string csv, string key, int quality, string? scope = null)
    {
        using var body = Csv(csv);
        var settings = new JobSettings { Options = new CompressionOptions { Quality = quality } };
        return await host.Client.SubmitAsync(
            new JobSubmission(body, settings) { IdempotencyKey = key, IdempotencyScope = scope });
    }

    private static MemoryStream Csv(string text) => new(Encoding.UTF8.GetBytes(text));
}
