using System.Text;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Testing;

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

    private static async Task<SubmissionResult> SubmitAsync(EngineHost host, string csv, string key, int quality)
    {
        using var body = Csv(csv);
        var settings = new JobSettings { Options = new CompressionOptions { Quality = quality } };
        return await host.Client.SubmitAsync(new JobSubmission(body, settings) { IdempotencyKey = key });
    }

    private static MemoryStream Csv(string text) => new(Encoding.UTF8.GetBytes(text));
}
