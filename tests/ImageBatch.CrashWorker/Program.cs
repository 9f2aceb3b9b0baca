using ImageBatch.Client;
using ImageBatch.CrashWorker;
using ImageBatch.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var settings = WorkerSettings.Read(args);
if (settings.KillAt is { } point)
{
    KillSwitch.Arm(point, settings.KillCount);
}

using var host = WorkerHost.Build(settings);
await host.StartAsync();

var client = host.Services.GetRequiredService<IImageBatchClient>();
if (settings.Submit is { } path)
{
    await SubmitAsync(path);
}

if (settings.Retry is { } finished && JobId.TryParse(finished, out var id))
{
    await client.RetryFailedAsync(id);
}

Console.WriteLine(WorkerSettings.Ready);
await host.WaitForShutdownAsync();

// As an uploader does who got no answer: again, until the lease of the upload that was cut off has ended.
async Task SubmitAsync(string path)
{
    while (true)
    {
        await using var csv = File.OpenRead(path);
        var job = new JobSettings { BaseUrl = "http://host.test/api", WebhookUrl = settings.Webhook };
        try
        {
            await client.SubmitAsync(new JobSubmission(csv, job) { IdempotencyKey = path });
            return;
        }
        catch (SubmissionException exception) when (exception.Code == SubmissionErrorCodes.IdempotencyInFlight)
        {
            await Task.Delay(50);
        }
    }
}
