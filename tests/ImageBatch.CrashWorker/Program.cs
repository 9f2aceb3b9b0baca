using ImageBatch;
using ImageBatch.Client;
using ImageBatch.CrashWorker;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var settings = WorkerSettings.Read(args);
if (settings.KillAt is { } point)
{
    KillSwitch.Arm(point, settings.KillCount);
}

var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Services.AddSingleton<IImageCodec, BadCodec>();
builder.Services.AddImageBatch(batch => batch
    .UseStore(settings.Store, settings.Jobs, settings.Images)
    .AddRecompression()
    .Configure(Configure));
builder.Services.AddImageBatchWorker();
using var host = builder.Build();
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

// Every wait is so short that a test sees it end, and every batch so small that much happens one after the other.
static void Configure(ImageBatchOptions options)
{
    options.Http.AllowPrivateNetworks = true;
    options.Dispatch.PollInterval = TimeSpan.FromMilliseconds(50);
    options.Dispatch.RedispatchAfter = TimeSpan.FromSeconds(1);
    options.Processing.ResultBatchSize = 4;
    options.Processing.ShutdownTimeout = TimeSpan.FromSeconds(1);
    options.Webhooks.PollInterval = TimeSpan.FromMilliseconds(50);
    options.Webhooks.TryTimeout = TimeSpan.FromMilliseconds(250);
    options.Webhooks.RetrySchedule = [TimeSpan.Zero, .. Enumerable.Repeat(TimeSpan.FromMilliseconds(50), 99)];
}
