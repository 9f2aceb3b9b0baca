using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Metadata;
using ImageBatch.Recompression.Jpeg.Output;
using ImageBatch.Recompression.Jpeg.Requantization;
using ImageBatch.Recompression.Jpeg.Scans;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>
/// Recompresses one JPEG after another: reads its segments, recodes each scan to tokens, and plans two outputs, the
/// kept image and the new one, of which the shorter is written. Everything is read before a byte is written.
/// </summary>
/// <param name="useVectors">Whether AVX2 may be used where the CPU has it. The output is the same.</param>
internal sealed class JpegRecompressor(bool useVectors = true) : IRecompressor
{
    private readonly JpegFile _file = new();
    private readonly ScanRecoder _recoder = new(useVectors);
    private readonly PlaneRecoder _planes = new(useVectors);
    private readonly EntropySegments _segments = new();
    private readonly OutputScans _scans = new();
    private readonly OutputPlan _kept = new();
    private readonly OutputPlan _new = new();
    private bool _usesPlanes;

    public CompressedImage Recompress(
        ReadOnlyMemory<byte> file,
        CompressionOptions options,
        RecompressionOptions settings,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        var input = file.Span;
        Check(input, options);
        var keepMetadata = settings.KeepMetadata;
        _segments.Rent(input.Length);
        var isNew = Read(input, options, settings, cancellationToken);
        PlanKept(input, keepMetadata);
        isNew = isNew && PlanNew(input, settings) && _new.Length < _kept.Length;
        Write(isNew ? _new : _kept, input, output);
        return new(ImageFormat.Jpeg, Unchanged: !isNew);
    }

    public void Reset()
    {
        _scans.Clear();
        _planes.Clear();
        _segments.Return();
        _file.Clear();
        _kept.Clear();
        _new.Clear();
    }

    private static void Check(ReadOnlySpan<byte> input, CompressionOptions options)
    {
        if (input.IsEmpty)
        {
            throw JpegErrors.Truncated();
        }

        if (input[0] != 0xFF || (input.Length > 1 && input[1] != Marker.Soi))
        {
            throw Refusal.Of("files other than JPEG and PNG");
        }

        if (input.Length > JpegSupport.LongestFile)
        {
            throw Refusal.Of("files of more than 256 MiB");
        }

        if (options.Converts(ImageFormat.Jpeg))
        {
            throw Refusal.Of($"a conversion to {options.Format}");
        }
    }

    /// <returns>Whether the tokens are worth encoding.</returns>
    private bool Read(
        ReadOnlySpan<byte> input,
        CompressionOptions options,
        RecompressionOptions settings,
        CancellationToken cancellationToken)
    {
        var reader = new MarkerReader(input) { Position = 2 };
        var budget = TokenBudget.Limit(input.Length);
        var changes = false;
        while (BeginScan(ref reader, options, settings))
        {
            if (_usesPlanes)
            {
                _planes.Read(ref reader, _file, _segments, cancellationToken);
            }
            else
            {
                var scan = _scans.Add(_file, _file.Scan.Components);
                changes |= _recoder.Begin(_file, scan, budget - _scans.Tokens);
                ScanReader.Read(ref reader, _file, _recoder, _segments, cancellationToken);
                _recoder.End();
            }
        }

        // With all components there the image is whole, so an EOI may be missing.
        SegmentParser.ReadTrailer(ref reader, _file);
        if (_usesPlanes)
        {
            changes = _planes.Requantize(_file, settings.ChromaSubsampling, cancellationToken);
            if (changes && settings.Progressive)
            {
                _planes.TokenizeProgressive(_file, _scans, budget, cancellationToken);
            }
            else if (changes)
            {
                _planes.Tokenize(_file, _scans, budget, cancellationToken);
            }
        }

        return changes && _scans.Tokens <= budget;
    }

    /// <summary>Reads to the next scan and fixes what its components are quantized with, now and in the output.</summary>
    /// <returns>False where nothing is missing any more, or nothing more comes.</returns>
    private bool BeginScan(ref MarkerReader reader, CompressionOptions options, RecompressionOptions settings)
    {
        if (_file.Frame.IsComplete)
        {
            return false;
        }

        var isFirst = !_file.Frame.IsRead || !_file.Frame.HasScans;
        if (!SegmentParser.ReadToScan(ref reader, _file))
        {
            // A progressive image may leave out its finest bits, but not a whole component.
            return _file.Frame.IsShown ? false : throw JpegErrors.Corrupt("a component has no scan");
        }

        if (isFirst)
        {
            CheckSize(options);
            _usesPlanes = _file.Frame.IsProgressive || settings.Progressive
                || settings.ChromaSubsampling != ChromaSubsampling.Keep;
            if (_usesPlanes)
            {
                _planes.Begin(_file.Frame);
            }
        }

        foreach (var component in _file.Scan.Components)
        {
            if (component.Scanned)
            {
                if (!_file.Frame.IsProgressive)
                {
                    throw JpegErrors.Corrupt("a component is coded twice");
                }

                continue;
            }

            component.Scanned = true;
            _file.Quantization.CopyTo(component);
            var isChroma = ColourModel.IsChroma(_file.Frame, _file.Metadata, component);
            QualityTables.Fill(options.Quality, isChroma, component.Source, component.Target);
        }

        return true;
    }

    private void CheckSize(CompressionOptions options)
    {
        var (width, height) = (_file.Frame.Width, _file.Frame.Height);
        if (_file.Metadata.Orientation >= 5)
        {
            (width, height) = (height, width);
        }

        if (width > options.MaxWidth || height > options.MaxHeight)
        {
            throw Refusal.Of("a change of size");
        }
    }

    private void PlanMetadata(ReadOnlySpan<byte> input, bool keepMetadata, OutputPlan plan)
    {
        plan.AddMarker(Marker.Soi);
        if (keepMetadata)
        {
            MetadataPlan.AddAll(_file.Metadata, plan);
        }
        else
        {
            MetadataPlan.AddEssential(_file.Frame, _file.Metadata, input, plan);
        }
    }

    private void PlanKept(ReadOnlySpan<byte> input, bool keepMetadata)
    {
        PlanMetadata(input, keepMetadata, _kept);
        foreach (var (start, length) in _file.Image)
        {
            _kept.AddInput(start, length);
        }

        _kept.AddMarker(Marker.Eoi);
        if (_kept.Length > input.Length)
        {
            // Only an EOI that the input lacks makes it longer. Then there was nothing to drop either.
            _kept.Clear();
            _kept.AddInput(0, input.Length);
        }
    }

    /// <returns>Whether it was worth planning to the end.</returns>
    private bool PlanNew(ReadOnlySpan<byte> input, RecompressionOptions settings)
    {
        // The unstuffed input is no longer needed, and its buffer is longer than any output worth having.
        if (_scans.Prepare() >= _kept.Length)
        {
            return false;
        }

        PlanMetadata(input, settings.KeepMetadata, _new);
        HeaderPlan.AddFrame(_file.Frame, settings.Progressive, _new);
        _scans.AddTo(_new, _segments.Buffer);
        _new.AddMarker(Marker.Eoi);
        return true;
    }

    private void Write(OutputPlan plan, ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var length = (int)plan.Length;
        plan.Write(input, _segments.Buffer, output.GetSpan(length));
        output.Advance(length);
    }
}
