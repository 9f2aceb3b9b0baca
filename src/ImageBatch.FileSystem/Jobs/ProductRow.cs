using System.Buffers.Binary;
using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>A product in a block of rows: its length, by which it is skipped, its images, and all the rest.</summary>
internal static class ProductRow
{
    public static void Write(ByteWriter writer, Product product)
    {
        var start = writer.Length;
        writer.Reserve(sizeof(int));
        writer.Int32(product.Images.Count);
        foreach (var image in product.Images)
        {
            writer.Text(image.Url);
            writer.NumberOrNull(image.SameAs);
        }

        writer.Text(product.SerialNumber);
        writer.Text(product.Name);
        writer.Int32(product.Cells.Count);
        foreach (var cell in product.Cells)
        {
            writer.Text(cell);
        }

        var row = writer.Between(start, writer.Length);
        BinaryPrimitives.WriteInt32LittleEndian(row, row.Length - sizeof(int));
    }

    /// <summary>Goes on to the next row; the bytes of the one left behind.</summary>
    public static ReadOnlySpan<byte> Take(scoped ref ByteReader block) =>
        block.Bytes(BinaryPrimitives.ReadInt32LittleEndian(block.Bytes(sizeof(int))));

    public static int CountImages(ReadOnlySpan<byte> row) => new ByteReader(row).Count();

    public static Product Read(ReadOnlySpan<byte> row, int ordinal, int firstImage)
    {
        var reader = new ByteReader(row);
        return new Product
        {
            Row = ordinal,
            FirstImage = firstImage,
            Images = ReadImages(ref reader),
            SerialNumber = reader.Text(),
            Name = reader.Text(),
            Cells = ReadCells(ref reader),
        };
    }

    /// <summary>The URL of one of a row's images.</summary>
    public static string ReadUrl(ReadOnlySpan<byte> row, int image)
    {
        var reader = new ByteReader(row);
        reader.Count();
        for (; image > 0; image--)
        {
            reader.SkipText();
            reader.NumberOrNull();
        }

        return reader.Text();
    }

    /// <summary>The images of a row as they were uploaded, without where they stand.</summary>
    public static JobImage[] Describe(ReadOnlySpan<byte> row, int ordinal, int firstImage)
    {
        var reader = new ByteReader(row);
        var images = ReadImages(ref reader);
        var serialNumber = reader.Text();
        var name = reader.Text();
        return [.. images.Select((image, i) => new JobImage
        {
            Index = firstImage + i,
            Row = ordinal,
            SerialNumber = serialNumber,
            ProductName = name,
            Url = image.Url,
            SameAs = image.SameAs,
        })];
    }

    private static ProductImage[] ReadImages(ref ByteReader reader)
    {
        var images = new ProductImage[reader.Count()];
        for (var i = 0; i < images.Length; i++)
        {
            images[i] = new ProductImage(reader.Text(), (int?)reader.NumberOrNull());
        }

        return images;
    }

    private static string[] ReadCells(ref ByteReader reader)
    {
        var cells = new string[reader.Count()];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader.Text();
        }

        return cells;
    }
}
