using System.Globalization;
using System.Text;
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

    private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private readonly byte[] _bytes = new byte[BufferSize];
    private readonly char[] _head = new char[BufferSize];
    private int _next;
    private int _end;
    private long _total;
    private bool _exhausted;
    private char _last = '\n';
    private int _headNext;
    private int _headEnd;

    /// <summary>Is called before the parser gets more characters: it may refuse to go on.</summary>
    public Action? BeforeRead { get; set; }

    /// <summary>Number of the record that the parser is at, for messages.</summary>
    public Func<int> Row { get; set; } = () => 1;

    /// <summary>Number of characters handed out.</summary>
    public long Characters { get; private set; }

    /// <summary>
    /// Looks at the first line that is not blank, without consuming it: all of it but what goes beyond the buffer.
    /// Line breaks in quotes do not end it.
    /// </summary>
    public async Task<string> PeekLineAsync()
    {
        var (start, scanned, quoted, blank) = (0, 0, false, true);
        while (_headEnd < _head.Length)
        {
            var read = await DecodeAsync(_head.AsMemory(_headEnd)).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            for (_headEnd += read; scanned < _headEnd; scanned++)
            {
                var c = _head[scanned];
                quoted ^= c == '"';
                if (quoted || c is not ('\r' or '\n'))
                {
                    blank &= char.IsWhiteSpace(c) || c is ',' or ';';
                }
                else if (!blank)
                {
                    return new string(_head, start, scanned - start);
                }
                else
                {
                    start = scanned + 1;
                }
            }
        }

        return new string(_head, start, scanned - start);
    }

    /// <inheritdoc/>
    public override async Task<int> ReadAsync(char[] buffer, int index, int count)
    {
        BeforeRead?.Invoke();
        var read = Math.Min(count, _headEnd - _headNext);
        if (read > 0)
        {
            Array.Copy(_head, _headNext, buffer, index, read);
            _headNext += read;
        }
        else
        {
            read = await DecodeAsync(buffer.AsMemory(index, count)).ConfigureAwait(false);
        }

        Characters += read;
        return read;
    }

    private async ValueTask<int> DecodeAsync(Memory<char> destination)
    {
        while (true)
        {
            if (_next == _end && !_exhausted)
            {
                await FillAsync().ConfigureAwait(false);
            }

            var written = Decode(destination.Span);
            if (written > 0)
            {
                _last = destination.Span[written - 1];
                return written;
            }

            if (_exhausted && _next == _end)
            {
                return EndLastLine(destination.Span);
            }
        }
    }

    private async ValueTask FillAsync()
    {
        // The first bytes say what kind of file it is, so they must come together.
        var wanted = _total == 0 ? 4 : 1;
        _end = await csv.ReadAtLeastAsync(_bytes, wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _next = 0;
        _exhausted = _end == 0;
        if (_total == 0)
        {
            _next = FileSignature.Check(_bytes.AsSpan(0, _end));
        }

        _total += _end;
        if (_total > maxBytes)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.CsvTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The CSV has more than {maxBytes:N0} bytes. Split it into several uploads."));
        }
    }

    private int Decode(Span<char> destination)
    {
        try
        {
            _decoder.Convert(_bytes.AsSpan(_next.._end), destination, _exhausted, out var used, out var written, out _);
            _next += used;
            return written;
        }
        catch (DecoderFallbackException)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.CsvInvalid,
                $"The CSV is not UTF-8 (near row {Row()}). Save it as \"CSV UTF-8\" and upload it again.");
        }
    }

    private int EndLastLine(Span<char> destination)
    {
        if (_last is '\n' or '\r')
        {
            return 0;
        }

        destination[0] = _last = '\n';
        return 1;
    }
}
