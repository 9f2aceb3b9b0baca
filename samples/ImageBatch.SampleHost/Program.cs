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
    .UseQueue(settings)
    .UseImages(settings, section)
    .UseApiKeyLinks(settings)
    .AddCodecs(settings, section));
builder.Services.AddImageBatchWorker(settings.Roles);

builder.Services.AddHealthChecks().AddImageBatch();
builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = HostProblems.Customize);
builder.Services.AddOpenApi(document => document.AddApiKey(settings));
builder.Services.AddApiKey(settings);
builder.Services.AddUploadLimit(settings);

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseSampleImages();
app.UseRouting();
app.UseApiKey(settings);
app.UseRateLimiter(); // Behind the key: what strangers send is not counted against anyone.
app.MapOpenApi();
app.MapHealth();
app.MapRouteList();
foreach (var prefix in settings.Prefixes)
{
    app.MapImageBatch(prefix).RequireApiKey(settings);
}

if (demo)
{
    return await DemoRunner.RunAsync(app, settings);
}

if (settings.ApiKey is null)
{
    Log.Open(app.Logger);
}

Codecs.LogMissing(app.Logger);

await app.RunAsync();
return 0;
