using Spectre.Console;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Converts an image or two, each by an upload of its own: a format is asked for by the upload.</summary>
internal static class DemoConversions
{
    private static readonly (string Image, string Format)[] All = [("paper-lantern.png", "webp"), ("desk-lamp-detail.jpg", "avif")];

    /// <summary>Answers whether all succeeded.</summary>
    public static async Task<bool> RunAsync(DemoClient api, Uri address, CancellationToken cancellationToken)
    {
        var succeeded = 0;
        foreach (var (name, format) in All)
        {
            var csv = $"Serial Number,Product Name,Input Image Urls\n1,{name} as {format},{new Uri(address, $"sample-images/{name}")}\n";
            var job = await api.UploadAsync(csv, format, cancellationToken);
            await DemoProgress.FollowAsync(api, job, cancellationToken);
            foreach (var image in await api.ReadImagesAsync(job.RequestId, cancellationToken))
            {
                Write(image, format);
                succeeded += image.Error is null ? 1 : 0;
            }
        }

        return succeeded == All.Length;
    }

    private static void Write(DemoImage image, string format)
    {
        if (image.Error is { } error)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{image.InputName} did not become {format}: {error.Message}[/]");
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated(
                $"{image.InputName} ({Sizes.Bytes(image.BytesIn)}) became {format} ({Sizes.Bytes(image.BytesOut)}).");
        }
    }
}
