using ImageBatch.SampleHost.Configuration;
using ImageBatch.SampleHost.Demo;
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
    .UseImages(settings)
    .AddCodecs(settings, section));
builder.Services.AddImageBatchWorker(settings.Roles);

builder.Services.AddHealthChecks().AddImageBatch();
builder.Services.AddProblemDetails();
builder.Services.AddOpenApi();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseSampleImages();
app.MapOpenApi();
app.MapHealth();
app.MapRouteList();
foreach (var prefix in settings.Prefixes)
{
    app.MapImageBatch(prefix);
}

if (demo)
{
    return await DemoRunner.RunAsync(app, settings);
}

await app.RunAsync();
return 0;
