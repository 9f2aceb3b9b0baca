using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Testing;

/// <summary>Outputs for image stores, and what a store has of them.</summary>
internal static class Outputs
{
    public static JobId NewJob() => JobId.New(DateTimeOffset.UtcNow);

    public static OutputKey KeyOf(JobId job, int index, byte[] content) =>
        OutputKey.Create(job, index, content, ImageFormat.Jpeg);

    public static byte[] Content(int seed, int length = 10_000)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    public static async Task<byte[]?> ReadAsync(IImageStore store, OutputKey key)
    {
        await using var image = await store.OpenAsync(key);
        if (image is null)
        {
            return null;
        }

        using var content = new MemoryStream();
        await image.Content.CopyToAsync(content);
        Assert.Equal(image.Length, content.Length);
        return content.ToArray();
    }
}
