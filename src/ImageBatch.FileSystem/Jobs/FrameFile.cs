using Microsoft.Win32.SafeHandles;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// Reads frames out of a file through a window, so that frames which lie near each other cost one call. Not
/// thread-safe.
/// </summary>
internal sealed class FrameFile(string path, int windowLength = 32_768) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
    private byte[] _window = new byte[windowLength];
    private long _start;
    private int _length;

    /// <summary>The payload of the frame at an offset; valid until the next read.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written.</exception>
    public ReadOnlySpan<byte> Read(long offset) =>
        Frame.TryOpen(ReadWhole(offset), out var payload) ? payload : throw Damage.At(path, offset);

    /// <summary>The whole frame at an offset, to be copied as it is.</summary>
    public ReadOnlySpan<byte> ReadWhole(long offset)
    {
        var length = Frame.LengthOf(Take(offset, Frame.HeaderLength));
        if (length < 0 || offset + length > RandomAccess.GetLength(_file))
        {
            throw Damage.At(path, offset);
        }

        return Take(offset, (int)length);
    }

    public void Dispose() => _file.Dispose();

    private ReadOnlySpan<byte> Take(long offset, int count)
    {
        if (offset < _start || offset + count > _start + _length)
        {
            if (count > _window.Length)
            {
                _window = new byte[count];
            }

            _start = offset;
            _length = 0;
            while (_length < count && RandomAccess.Read(_file, _window.AsSpan(_length), offset + _length) is var read and > 0)
            {
                _length += read;
            }
        }

        return offset + count <= _start + _length
            ? _window.AsSpan((int)(offset - _start), count)
            : throw Damage.At(path, offset);
    }
}
