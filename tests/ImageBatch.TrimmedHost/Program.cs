// A host as small as one can be, with jobs in memory, or in a folder where one is named: tests publish it and run a job through it.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddImageBatch(batch =>
{
    if (builder.Configuration["Folder"] is { } folder)
    {
        batch.UseFileSystem(options => options.RootPath = folder);
    }

    batch.UseInMemory().AddRecompression().Configure(builder.Configuration.GetSection("ImageBatch"));
});
builder.Services.AddImageBatchWorker();
builder.Services.AddHealthChecks().AddImageBatch();

var app = builder.Build();
string? userAgent = null;
app.MapImageBatch("/api");
app.MapHealthChecks("/health");
app.MapGet("/own", () => $"The photo went to {userAgent}.");
app.MapGet("/photo.jpg", (HttpContext http) =>
{
    userAgent = http.Request.Headers.UserAgent;
    return Results.File(Path.Combine(AppContext.BaseDirectory, "photo.jpg"), "image/jpeg");
});
app.Run();
