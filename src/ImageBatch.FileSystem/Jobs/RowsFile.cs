using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Win32.SafeHandles;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Reads the rows of a job by pages. Thread-safe; keeps its index and, unless it is a large one, the block read last.</summary>
internal sealed class RowsFile : IDisposable
{
    private const int MostKept = 256 << 10;

    private readonly string _path;
    private readonly RowsSummary _summary;
    private readonly SafeFileHandle _file;
    private readonly long[] _offsets;
    private readonly int[] _firstProducts;
    private readonly int[] _firstImages;
    private Block? _last;

    public RowsFile(string path, RowsSummary summary)
    {
        _path = path;
        _summary = summary;
        using (var frames = new FrameFile(path))
        {
            var reader = new ByteReader(frames.Read(summary.IndexOffset));
            var blocks = reader.Count();
            _offsets = new long[blocks + 1];
            _firstProducts = new int[blocks];
            _firstImages = new int[blocks];
            for (var i = 0; i < blocks; i++)
            {
                (_offsets[i], _firstProducts[i], _firstImages[i]) = (reader.Number(), reader.Int32(), reader.Int32());
            }

            _offsets[blocks] = summary.IndexOffset;
        }

        _file = File.OpenHandle(path, share: FileShare.Read | FileShare.Delete);
    }

    /// <summary>Finds out whether the file is there and whole up to its index, which comes last.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static void Check(string path, RowsSummary summary)
    {
        if (!File.Exists(path))
        {
            throw Damage.Missing(path);
        }

        using var frames = new FrameFile(path);
        frames.Read(summary.IndexOffset);
    }

    /// <summary>Reads the copies of the images of a job.</summary>
    public static int[]? ReadCopies(string path, RowsSummary summary)
    {
        if (summary.CopiesOffset is not { } offset)
        {
            return null;
        }

        using var frames = new FrameFile(path);
        var reader = new ByteReader(frames.Read(offset));
        var copies = new (int, int)[reader.Count()];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = (reader.Int32(), reader.Int32());
        }

        return Copies.Chain(copies, summary.Images);
    }

    public List<Product> ReadProducts(int afterRow, int limit)
    {
        var products = new List<Product>();
        var first = Math.Max(afterRow, -1) + 1L;
        var end = (int)Math.Min(first + limit, _summary.Products);
        var characters = 0L;
        while (first + products.Count < end && characters < IJobStore.PageCharacters)
        {
            var block = BlockOf(_firstProducts, (int)first + products.Count);
            var reader = new ByteReader(Read(block));
            var image = _firstImages[block];
            for (var row = _firstProducts[block];
                !reader.IsAtEnd && row < end && characters < IJobStore.PageCharacters;
                row++)
            {
                var bytes = ProductRow.Take(ref reader);
                if (row >= first)
                {
                    products.Add(ProductRow.Read(bytes, row, image));
                    characters += products[^1].Cells.Sum(cell => cell.Length);
                }

                image += ProductRow.CountImages(bytes);
            }
        }

        return products;
    }

    /// <summary>The images of these indexes, which are in order, as they were uploaded.</summary>
    public JobImage[] ReadImages(ReadOnlySpan<int> indexes)
    {
        var images = new JobImage[indexes.Length];
        var cursor = new Cursor(this);
        JobImage[] described = [];
        for (var i = 0; i < images.Length; i++)
        {
            if (cursor.MoveTo(indexes[i]))
            {
                described = ProductRow.Describe(cursor.Row, cursor.Ordinal, cursor.FirstImage);
            }

            images[i] = described[indexes[i] - cursor.FirstImage];
        }

        return images;
    }

    /// <summary>The URLs of the images of these indexes, which are in order.</summary>
    public string[] ReadUrls(ReadOnlySpan<int> indexes)
    {
        var urls = new string[indexes.Length];
        var cursor = new Cursor(this);
        for (var i = 0; i < urls.Length; i++)
        {
            cursor.MoveTo(indexes[i]);
            urls[i] = ProductRow.ReadUrl(cursor.Row, indexes[i] - cursor.FirstImage);
        }

        return urls;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The last block whose first product, or image, is not after this one.</summary>
    private static int BlockOf(int[] firsts, int wanted)
    {
        var found = Array.BinarySearch(firsts, wanted);
        return found >= 0 ? found : ~found - 1;
    }

    private byte[] Read(int index)
    {
        if (Volatile.Read(ref _last) is { } last && last.Index == index)
        {
            return last.Payload;
        }

        var frame = new byte[_offsets[index + 1] - _offsets[index]];
        for (int length = 0, read; length < frame.Length; length += read)
        {
            read = RandomAccess.Read(_file, frame.AsSpan(length), _offsets[index] + length);
            if (read == 0)
            {
                throw Damage.At(_path, _offsets[index]);
            }
        }

        if (!Frame.TryOpen(frame, out var payload))
        {
            throw Damage.At(_path, _offsets[index]);
        }

        // Not one that a long row made long: there is such a file for each of the jobs read last.
        var block = new Block(index, payload.ToArray());
        if (frame.Length <= MostKept)
        {
            Volatile.Write(ref _last, block);
        }

        return block.Payload;
    }

    private sealed record Block(int Index, byte[] Payload);

    /// <summary>Walks forward through the rows.</summary>
    private ref struct Cursor(RowsFile rows)
    {
        private int _block = -1;
        private int _images;
        private ByteReader _reader;

        public ReadOnlySpan<byte> Row { get; private set; }

        public int Ordinal { get; private set; }

        public int FirstImage { get; private set; }

        /// <summary>Goes to the row of an image; false where it stands there already.</summary>
        public bool MoveTo(int image)
        {
            var block = BlockOf(rows._firstImages, image);
            if (block != _block)
            {
                _block = block;
                _reader = new ByteReader(rows.Read(block));
                (Ordinal, FirstImage, _images) = (rows._firstProducts[block] - 1, rows._firstImages[block], 0);
            }

            if (_images > 0 && image < FirstImage + _images)
            {
                return false;
            }

            do
            {
                FirstImage += _images;
                Ordinal++;
                Row = ProductRow.Take(ref _reader);
                _images = ProductRow.CountImages(Row);
            }
            while (image >= FirstImage + _images);
            return true;
        }
    }
}
