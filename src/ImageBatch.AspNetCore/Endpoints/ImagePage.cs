using System.Buffers;
using System.Text.Json;
using ImageBatch.AspNetCore.Contracts;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>
/// A page of images that ends with what was asked for, or before it is longer than an answer may be: the next page goes on there.
/// </summary>
internal sealed class ImagePage(IImageBatchClient client, Job job, JobLinks links, ImageStatus? status, int after, int limit)
{
    /// <summary>Most bytes of a page; one image may be more, and is a page of its own.</summary>
    public const int MaxBytes = 512 << 10;

    // Images of so many are in memory beside the page: what does not fit was read in vain.
    private const int ReadAtOnce = 100;

    private readonly List<ImageDocument> _images = [];
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private int _last = after;
    private int _bytes;

    public async Task<ImagesResponse> ReadAsync(CancellationToken cancellationToken)
    {
        while (_images.Count < limit)
        {
            var wanted = Math.Min(ReadAtOnce, limit - _images.Count);
            var read = await client.ReadImagesAsync(job.Id, status, _last, wanted, cancellationToken).ConfigureAwait(false);
            if (!read.All(TryAdd))
            {
                return new(_images, _last);
            }

            if (read.Count < wanted)
            {
                return new(_images, null);
            }
        }

        // With a status, whether more follow shows only on the next page; it may be empty.
        return new(_images, _last < job.Images.Total - 1 ? _last : null);
    }

    private bool TryAdd(JobImage image)
    {
        var document = ImageDocument.Of(image, links.Output(job, image));
        _scratch.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_scratch, new() { Encoder = ApiJson.Context.Options.Encoder }))
        {
            JsonSerializer.Serialize(writer, document, ApiJson.Context.ImageDocument);
        }

        if (_images.Count > 0 && _bytes + _scratch.WrittenCount > MaxBytes)
        {
            return false;
        }

        _bytes += _scratch.WrittenCount;
        _images.Add(document);
        _last = image.Index;
        return true;
    }
}
