using ImageBatch.Model;
using Microsoft.Win32.SafeHandles;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// Writes the rows of a job in blocks of some kilobytes, each a frame, and after them an index of the blocks, so that
/// a page of rows or an image is read without the rest.
/// </summary>
internal sealed class RowsWriter : IDisposable
{
    private const int BlockLength = 16_384;

    private readonly Disk _disk;
    private readonly SafeFileHandle _file;
    private readonly ByteWriter _block = new();
    private readonly ByteWriter _index = new();
    private readonly List<(int Image, int First)> _copies = [];
    private int _blockStart;
    private int _blocks;
    private long _length;
    private int _products;
    private int _images;

    public RowsWriter(Disk disk, string path)
    {
        _disk = disk;
        _file = OwnerOnly.OpenFile(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        BeginBlock();
    }

    public void Add(Product product)
    {
        ProductRow.Write(_block, product);
        for (var i = 0; i < product.Images.Count; i++)
        {
            if (product.Images[i].SameAs is { } first)
            {
                _copies.Add((_images + i, first));
            }
        }

        _products++;
        _images += product.Images.Count;
        if (_block.Length >= BlockLength)
        {
            EndBlock();
            BeginBlock();
        }
    }

    /// <summary>Writes what is left and makes the file last.</summary>
    public RowsSummary Complete()
    {
        EndBlock();
        var index = Append(writer =>
        {
            writer.Int32(_blocks);
            writer.Bytes(_index.Written);
        });
        long? copies = _copies.Count == 0 ? null : Append(WriteCopies);
        _disk.Flush(_file);
        return new RowsSummary(_products, _images, index, copies);
    }

    /// <summary>The next image that is the same, for each image; null where there are no copies.</summary>
    public int[]? NextCopies() => Copies.Chain(_copies, _images);

    public void Dispose() => _file.Dispose();

    private void BeginBlock()
    {
        _block.Clear();
        _blockStart = Frame.Begin(_block);
        _blocks++;
        _index.Number(_length);
        _index.Int32(_products);
        _index.Int32(_images);
    }

    private void EndBlock()
    {
        Frame.End(_block, _blockStart);
        Append(_block);
    }

    private void WriteCopies(ByteWriter writer)
    {
        writer.Int32(_copies.Count);
        foreach (var (image, first) in _copies)
        {
            writer.Int32(image);
            writer.Int32(first);
        }
    }

    private long Append(Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        var start = Frame.Begin(writer);
        write(writer);
        Frame.End(writer, start);
        return Append(writer);
    }

    private long Append(ByteWriter frame)
    {
        var offset = _length;
        _disk.Write(_file, frame.Written, offset);
        _length += frame.Length;
        return offset;
    }
}
