using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using ImageBatch.Client;

namespace ImageBatch.Csv;

/// <summary>
/// The characters of an upload, decoded as they come: strict UTF-8 with or without a byte order mark, counted, and
/// ended by a line break even where the file is not (so that the parser sees an unclosed quote as what it is).
/// </summary>
/// <remarks>It is asynchronous only, and the stream stays open.</remarks>
internal sealed class CatalogueText(Stream csv, long maxBytes, CancellationToken cancellationToken) : TextReader
{
    private const int BufferSize = 32 << 10;

    private readonly byte[] _bytes = new byte[BufferSize];
    private readonly char[] _characters = new char[BufferSize];
    private int _nextByte;
    private int _endOfBytes;
    private int _next;
    private int _end;
    private long _total;
    private bool _exhausted;
    private bool _illegal;
    private char _last = '\n';

    /// <summary>Is called before the parser gets more characters: it may refuse to go on.</summary>
    public Action? BeforeRead { get; set; }

    /// <summary>Makes the refusal of what the parser is at, of a sentence that goes on after the row's number.</summary>
    public Func<FormattableString, SubmissionException> Refuse { get; set; } = _ => throw new InvalidOperationException("Nothing was parsed.");

    /// <summary>Number of characters handed out.</summary>
    public long Handed { get; private set; }

    /// <summary>
    /// Looks at the first line that is not blank, without consuming it: all of it but what goes beyond the buffer.
    /// Line breaks in quotes do not end it.
    /// </summary>
    public async Task<string> PeekLineAsync()
    {
        var (start, scanned, quoted, blank) = (0, 0, false, true);
        while (await DecodeAsync().ConfigureAwait(false))
        {
            for (; scanned < _end; scanned++)
            {
                var c = _characters[scanned];
                quoted ^= c == '"';
                if (quoted || c is not ('\r' or '\n'))
                {
                    blank &= char.IsWhiteSpace(c) || c is ',' or ';';
                }
                else if (!blank)
                {
                    return new string(_characters, start, scanned - start);
                }
                else
                {
                    start = scanned + 1;
                }
            }
        }

        return new string(_characters, start, scanned - start);
    }

    /// <inheritdoc/>
    public override async Task<int> ReadAsync(char[] buffer, int index, int count)
    {
        BeforeRead?.Invoke();
        if (_next == _end)
        {
            _next = _end = 0;
            if (!await DecodeAsync().ConfigureAwait(false) && _illegal)
            {
                throw Refuse($"is not UTF-8");
            }
        }

        var read = Math.Min(count, _end - _next);
        Array.Copy(_characters, _next, buffer, index, read);
        _next += read;
        Handed += read;
        return read;
    }

    // Adds some characters to the buffer; false at the end, at an illegal byte, and where the buffer is full.
    private async ValueTask<bool> DecodeAsync()
    {
        while (!Decode())
        {
            if (_illegal)
            {
                return false;
            }

            if (_exhausted || _characters.Length - _end < 2)
            {
                return EndLastLine();
            }

            await FillAsync().ConfigureAwait(false);
        }

        return true;
    }

    private bool Decode()
    {
        // What stands before an illegal byte is handed out first: the error then comes in the row where the byte is.
        var status = Utf8.ToUtf16(
            _bytes.AsSpan(_nextByte.._endOfBytes),
            _characters.AsSpan(_end),
            out var used,
            out var written,
            replaceInvalidSequences: false,
            isFinalBlock: _exhausted);
        _illegal = status == OperationStatus.InvalidData && written == 0;
        _nextByte += used;
        _end += written;
        _last = written > 0 ? _characters[_end - 1] : _last;
        return written > 0;
    }

    private async ValueTask FillAsync()
    {
        // The first bytes say what kind of file it is, so they must come together.
        var wanted = _total == 0 ? 4 : 1;
        var kept = _endOfBytes - _nextByte;
        _bytes.AsSpan(_nextByte, kept).CopyTo(_bytes);
        var read = await csv.ReadAtLeastAsync(_bytes.AsMemory(kept), wanted, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        (_nextByte, _endOfBytes) = (0, kept + read);
        _exhausted = read == 0;
        if (_total == 0)
        {
            _nextByte = FileSignature.Check(_bytes.AsSpan(0, read));
        }

        _total += read;
        if (_total > maxBytes)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.CsvTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The CSV has more than {maxBytes:N0} bytes. Split it into several uploads."));
        }
    }

    private bool EndLastLine()
    {
        if (!_exhausted || _last is '\n' or '\r' || _end == _characters.Length)
        {
            return false;
        }

        _characters[_end++] = _last = '\n';
        return true;
    }
}
