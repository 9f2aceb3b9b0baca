using ImageBatch.SampleHost;
using ImageBatch.SampleHost.Configuration;
using ImageBatch.SampleHost.Demo;
using ImageBatch.SampleHost.Observability;
using ImageBatch.SampleHost.Security;
using ImageBatch.SampleHost.Web;

try
{
    var isProbe = HealthProbe.Take(ref args);
    var demo = DemoSwitch.Take(ref args);
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory, // Not the current directory: the host may be started from anywhere.
    });
    if (isProbe)
    {
        return await HealthProbe.RunAsync(builder.Configuration["Urls"]);
    }

    if (demo is not null)
    {
        builder.UseDemoSettings();
    }

    var start = HostStart.Watch(builder.Logging);
    var section = builder.Configuration.GetSection(HostSettings.Section);
    var settings = HostSettings.Read(section);
    if (demo?.Host is { } running)
    {
        return await DemoRunner.RunAsync(running, settings);
    }

    builder.Services.AddImageBatch(batch => batch
        .Configure(section)
        .UseStore(settings)
        .UseQueue(settings, section)
        .UseImages(settings, section)
        .UseApiKeyLinks(settings)
        .AddCodecs(settings, section));
    builder.Services.AddImageBatchWorker(settings.Roles.InBackground());

    builder.AddHostNames(section);
    builder.Services.AddTelemetry(settings);
    builder.Services.AddHealthChecks().AddImageBatch();
    if (settings.HasApi)
    {
        builder.Services.AddApi(settings);
    }

    await using var app = builder.Build();
    if (settings.HasApi)
    {
        app.UseApi(settings);
    }

    app.MapHealth();

    if (demo is not null)
    {
        return await DemoRunner.RunAsync(app, start, settings);
    }

    await start.RunAsync(app);
    Log.Roles(app.Logger, settings.Roles);
    if (settings.HasApi && settings.ApiKey is null)
    {
        Log.Open(app.Logger);
    }

    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.TryExplain(exception, out var line))
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
