using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Tests;

/// <summary>Pictures of any size, of which each pixel differs from its neighbours.</summary>
internal static class TestPictures
{
    public static byte[] Encode(int width, int height, IImageEncoder encoder, bool hasAlpha = false)
    {
        using var image = Make(width, height, hasAlpha);
        using var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }

    public static Image<Rgba32> Make(int width, int height, bool hasAlpha = false)
    {
        var random = new Random(width);
        var image = new Image<Rgba32>(width, height);
        image.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < height; y++)
            {
                var row = rows.GetRowSpan(y);
                for (var x = 0; x < width; x++)
                {
                    var noise = random.Next(32);
                    row[x] = new Rgba32(
                        (byte)((223 * x / width) + noise), (byte)((223 * y / height) + noise), (byte)(128 + noise),
                        (byte)(hasAlpha ? 8 * noise : 255));
                }
            }
        });
        return image;
    }
}
