using System.Buffers;
using System.Text.Json;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Webhooks;

/// <summary>Takes the first images of a job while they fit into a webhook's body. Nothing larger than that is made on the way.</summary>
internal sealed class WebhookImages(IJobStore store, OutputUrls urls)
{
    private const int ReadAtOnce = 25;

    /// <param name="job">The job.</param>
    /// <param name="limit">Most images.</param>
    /// <param name="maxBytes">Most bytes that they may take in the body, with the commas between them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ImageDocument>> TakeAsync(
        Job job, int limit, int maxBytes, CancellationToken cancellationToken)
    {
        var taken = new List<ImageDocument>();
        var scratch = new ArrayBufferWriter<byte>();
        while (taken.Count < limit)
        {
            var wanted = Math.Min(ReadAtOnce, limit - taken.Count);
            var read = await store.ReadImagesAsync(job.Id, null, taken.Count - 1, wanted, cancellationToken).ConfigureAwait(false);
            foreach (var image in read)
            {
                var document = ImageDocument.Of(image, urls.OfOutput(job, image));
                maxBytes -= Measure(document, scratch) + 1;
                if (maxBytes < 0)
                {
                    return taken;
                }

                taken.Add(document);
            }

            if (read.Count < wanted)
            {
                break;
            }
        }

        return taken;
    }

    private static int Measure(ImageDocument document, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(scratch);
        JsonSerializer.Serialize(writer, document, WebhookJsonContext.Default.ImageDocument);
        return scratch.WrittenCount;
    }
}
