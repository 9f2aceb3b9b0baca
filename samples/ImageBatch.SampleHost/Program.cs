using ImageBatch.SampleHost;
using ImageBatch.SampleHost.Configuration;
using ImageBatch.SampleHost.Demo;
using ImageBatch.SampleHost.Security;
using ImageBatch.SampleHost.Web;

var demo = args.Contains(DemoSettings.Switch);
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = [.. args.Where(argument => argument != DemoSettings.Switch)],
    ContentRootPath = AppContext.BaseDirectory, // Not the current directory: the host may be started from anywhere.
});
if (demo)
{
    builder.UseDemoSettings();
}

var section = builder.Configuration.GetSection(HostSettings.Section);
var settings = HostSettings.Read(section);

builder.Services.AddImageBatch(batch => batch
    .Configure(section)
    .UseStore(settings)
    .UseQueue(settings, section)
    .UseImages(settings, section)
    .UseApiKeyLinks(settings)
    .AddCodecs(settings, section));
builder.Services.AddImageBatchWorker(settings.Roles.InBackground());

builder.Services.AddHealthChecks().AddImageBatch();
if (settings.HasApi)
{
    builder.Services.AddApi(settings);
}

var app = builder.Build();
if (settings.HasApi)
{
    app.UseApi(settings);
}

app.MapHealth();

if (demo)
{
    return await DemoRunner.RunAsync(app, settings);
}

Log.Roles(app.Logger, settings.Roles);
if (settings.HasApi && settings.ApiKey is null)
{
    Log.Open(app.Logger);
}

if (settings.Roles.HasFlag(HostRoles.Worker))
{
    Codecs.LogMissing(app.Logger);
}

await app.RunAsync();
return 0;
