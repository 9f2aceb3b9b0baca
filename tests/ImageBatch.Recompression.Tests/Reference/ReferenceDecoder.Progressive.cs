namespace ImageBatch.Recompression.Tests.Reference;

/// <summary>Progressive scans, step by step as the flow charts of annex G have them.</summary>
internal sealed partial class ReferenceDecoder
{
    private int _first;
    private int _last;
    private int _high;
    private int _low;
    private int _endRun;

    private void ReadProgressive(Part part, int[] block)
    {
        if (_first == 0 && _high == 0)
        {
            part.Prediction += Extend(ReadSymbol(_tables[part.Dc]));
            block[0] = part.Prediction << _low;
        }
        else if (_first == 0)
        {
            block[0] |= ReadBit() << _low;
        }
        else if (_high == 0)
        {
            ReadBand(part, block);
        }
        else
        {
            RefineBand(part, block);
        }
    }

    private void ReadBand(Part part, int[] block)
    {
        if (_endRun > 0)
        {
            _endRun--;
            return;
        }

        for (var k = _first; k <= _last; k++)
        {
            var symbol = ReadSymbol(_tables[part.Ac]);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _endRun = (1 << run) + ReadBits(run) - 1;
                return;
            }

            k += run;
            if (size > 0)
            {
                block[k] = Extend(size) * (1 << _low);
            }
        }
    }

    private void RefineBand(Part part, int[] block)
    {
        var k = _first;
        while (_endRun == 0 && k <= _last)
        {
            var symbol = ReadSymbol(_tables[part.Ac]);
            var (run, size) = (symbol >> 4, symbol & 15);
            var value = 0;
            if (size == 0 && run < 15)
            {
                _endRun = (1 << run) + ReadBits(run);
                break;
            }

            if (size > 0)
            {
                value = ReadBit() == 1 ? 1 << _low : -1 << _low;
            }

            while (k <= _last && (block[k] != 0 || run > 0))
            {
                if (block[k] != 0)
                {
                    Correct(block, k);
                }
                else
                {
                    run--;
                }

                k++;
            }

            if (k <= _last)
            {
                block[k++] = value;
            }
        }

        if (_endRun > 0)
        {
            _endRun--;
            for (; k <= _last; k++)
            {
                if (block[k] != 0)
                {
                    Correct(block, k);
                }
            }
        }
    }

    private void Correct(int[] block, int k) => block[k] += Math.Sign(block[k]) * (ReadBit() << _low);

    private int ReadBits(int count)
    {
        var value = 0;
        for (; count > 0; count--)
        {
            value = (value << 1) | ReadBit();
        }

        return value;
    }
}
