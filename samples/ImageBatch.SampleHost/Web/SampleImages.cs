using Microsoft.Extensions.FileProviders;

namespace ImageBatch.SampleHost.Web;

/// <summary>Serves the images that the sample catalogue names.</summary>
internal static class SampleImages
{
    /// <summary>The catalogue beside the host's own files.</summary>
    public static string CataloguePath { get; } = Path.Combine(AppContext.BaseDirectory, "catalogue");

    public static void UseSampleImages(this WebApplication app)
    {
        var images = Path.Combine(CataloguePath, "images");
        if (Directory.Exists(images)) // A published host can do without them.
        {
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(images),
                RequestPath = "/sample-images",
            });
        }
    }
}
