namespace ImageBatch.Recompression.Tests.Reference;

/// <summary>
/// A slow and plain decoder of Huffman-coded JPEGs, written from T.81 and sharing nothing with the codec:
/// one bit at a time, and markers looked for at each byte.
/// </summary>
internal sealed partial class ReferenceDecoder
{
    private readonly byte[] _file;
    private readonly ReferenceImage _image = new();
    private readonly int[][] _steps = new int[4][];
    private readonly Dictionary<(int Length, int Code), int>[] _tables = new Dictionary<(int, int), int>[32];
    private readonly int[] _tableIndex = new int[4];
    private int _position = 2;
    private int _interval;
    private int _byte;
    private int _bitsLeft;
    private int _unitsWide;
    private int _unitsHigh;

    private ReferenceDecoder(byte[] file) => _file = file;

    public static ReferenceImage Decode(byte[] file)
    {
        Assert.Equal(0xFFD8, (file[0] << 8) | file[1]);
        var decoder = new ReferenceDecoder(file);
        decoder.ReadSegments();
        return decoder._image;
    }

    private void ReadSegments()
    {
        while (true)
        {
            Assert.Equal(0xFF, _file[_position++]);
            while (_file[_position] == 0xFF)
            {
                _position++;
            }

            var marker = _file[_position++];
            if (marker == 0xD9)
            {
                return;
            }

            var length = (_file[_position] << 8) | _file[_position + 1];
            var payload = _file[(_position + 2)..(_position + length)];
            _position += length;
            switch (marker)
            {
                case 0xDB: ReadSteps(payload); break;
                case 0xC4: ReadTables(payload); break;
                case 0xDD: _interval = (payload[0] << 8) | payload[1]; break;
                case 0xC0 or 0xC1 or 0xC2: ReadFrame(payload, marker); break;
                case 0xDA: ReadScan(payload); break;
                default: Assert.True(marker is 0xFE or (>= 0xE0 and <= 0xEF), $"marker {marker:X2}"); break;
            }
        }
    }

    private void ReadSteps(byte[] payload)
    {
        for (var at = 0; at < payload.Length;)
        {
            var (wide, index) = (payload[at] >> 4, payload[at] & 15);
            at++;
            _steps[index] = new int[64];
            for (var k = 0; k < 64; k++)
            {
                _steps[index][k] = wide == 0 ? payload[at] : (payload[at] << 8) | payload[at + 1];
                at += 1 + wide;
            }
        }
    }

    private void ReadTables(byte[] payload)
    {
        for (var at = 0; at < payload.Length;)
        {
            var table = _tables[payload[at]] = [];
            var symbol = at + 17;
            var code = 0;
            for (var length = 1; length <= 16; length++, code <<= 1)
            {
                for (var i = 0; i < payload[at + length]; i++)
                {
                    Assert.True(code < (1 << length) - 1, "a code of ones, or too many codes");
                    table.Add((length, code++), payload[symbol++]);
                }
            }

            at = symbol;
        }
    }

    private void ReadFrame(byte[] payload, byte marker)
    {
        _image.IsBaseline = marker == 0xC0;
        _image.IsProgressive = marker == 0xC2;
        _image.Height = (payload[1] << 8) | payload[2];
        _image.Width = (payload[3] << 8) | payload[4];
        for (var i = 0; i < payload[5]; i++)
        {
            var at = 6 + (3 * i);
            _image.Components.Add(new() { Id = payload[at], H = payload[at + 1] >> 4, V = payload[at + 1] & 15 });
            Assert.InRange(_image.Components[i].H, 1, 4);
            Assert.InRange(_image.Components[i].V, 1, 4);
            _tableIndex[i] = payload[at + 2];
        }

        var (maxH, maxV) = (_image.Components.Max(c => c.H), _image.Components.Max(c => c.V));
        (_unitsWide, _unitsHigh) = (Ceiling(_image.Width, 8.0 * maxH), Ceiling(_image.Height, 8.0 * maxV));
        foreach (var component in _image.Components)
        {
            component.Wide = Ceiling(Ceiling(_image.Width * component.H, maxH), 8);
            component.High = Ceiling(Ceiling(_image.Height * component.V, maxV), 8);
            component.Stride = _unitsWide * component.H;
            for (var block = component.Stride * _unitsHigh * component.V; block > 0; block--)
            {
                component.Blocks.Add(new int[64]);
            }
        }
    }

    private static int Ceiling(int value, double divisor) => (int)Math.Ceiling(value / divisor);

    private void ReadScan(byte[] payload)
    {
        var parts = new List<Part>();
        for (var i = 0; i < payload[0]; i++)
        {
            var component = _image.Components.Single(c => c.Id == payload[1 + (2 * i)]);
            if (component.Steps.Length == 0)
            {
                component.Steps = _steps[_tableIndex[_image.Components.IndexOf(component)]];
            }

            var tables = payload[2 + (2 * i)];
            parts.Add(new(component, tables >> 4, 0x10 | (tables & 15)));
        }

        (_first, _last, _high, _low) = (payload[^3], payload[^2], payload[^1] >> 4, payload[^1] & 15);
        var isAlone = parts.Count == 1;
        var wide = isAlone ? parts[0].Component.Wide : _unitsWide;
        var units = wide * (isAlone ? parts[0].Component.High : _unitsHigh);
        _bitsLeft = _endRun = 0;
        for (var unit = 0; unit < units; unit++)
        {
            if (_interval > 0 && unit > 0 && unit % _interval == 0)
            {
                Assert.Equal(0xFF, _file[_position]);
                Assert.Equal(0xD0 + (((unit / _interval) - 1) % 8), _file[_position + 1]);
                _position += 2;
                _bitsLeft = _endRun = 0;
                parts.ForEach(part => part.Prediction = 0);
            }

            foreach (var part in parts)
            {
                var component = part.Component;
                var (h, v) = isAlone ? (1, 1) : (component.H, component.V);
                for (var block = 0; block < h * v; block++)
                {
                    var x = (unit % wide * h) + (block % h);
                    var y = (unit / wide * v) + (block / h);
                    ReadBlock(part, component.Blocks[(y * component.Stride) + x]);
                }
            }
        }
    }

    private void ReadBlock(Part part, int[] block)
    {
        if (_image.IsProgressive)
        {
            ReadProgressive(part, block);
            return;
        }

        block[0] = part.Prediction += Extend(ReadSymbol(_tables[part.Dc]));
        for (var k = 1; k < 64; k++)
        {
            var symbol = ReadSymbol(_tables[part.Ac]);
            if (symbol == 0)
            {
                break;
            }

            k += symbol >> 4;
            block[k] = Extend(symbol & 15);
        }
    }

    private int ReadSymbol(Dictionary<(int Length, int Code), int> table)
    {
        var code = 0;
        for (var length = 1; length <= 16; length++)
        {
            code = (code << 1) | ReadBit();
            if (table.TryGetValue((length, code), out var symbol))
            {
                return symbol;
            }
        }

        throw new InvalidDataException("no such code");
    }

    private int Extend(int size)
    {
        var value = 0;
        for (var i = 0; i < size; i++)
        {
            value = (value << 1) | ReadBit();
        }

        return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    private int ReadBit()
    {
        if (_bitsLeft == 0)
        {
            _byte = _file[_position++];
            _bitsLeft = 8;
            if (_byte == 0xFF)
            {
                Assert.Equal(0, _file[_position++]);
            }
        }

        return (_byte >> --_bitsLeft) & 1;
    }

    private sealed class Part(ReferenceComponent component, int dc, int ac)
    {
        public ReferenceComponent Component => component;

        public int Dc => dc;

        public int Ac => ac;

        public int Prediction { get; set; }
    }
}
