using System.Buffers;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Processing;
using ImageBatch.Testing;
using ImageBatch.Tests.Stubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Processing;

public sealed class CompressorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ByteBudget _budget;
    private readonly CompressionTurns _turns;
    private readonly StubMeters _meters = new();
    private readonly Compressor _compressor;

    public CompressorTests()
    {
        var options = new ImageBatchOptions
        {
            Processing = { CompressionSlots = 2, CompressionTimeout = Deadline },
        };
        _budget = new ByteBudget(1 << 20, _time);
        _turns = new CompressionTurns(Options.Create(options), _time);
        _compressor = new Compressor(
            _turns, Options.Create(options), _time, new EngineMetrics(_meters), NullLogger<Compressor>.Instance);
    }

    public void Dispose()
    {
        _turns.Dispose();
        _budget.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Problem_withEverySlotHeldPastItsDeadline_isNamedAfterAMinuteUntilOneReturns()
    {
        using var first = new StubbornCodec();
        using var second = new StubbornCodec();

        await RunPastTheDeadlineAsync(first);
        _time.Advance(2 * Patience);
        Assert.Null(_compressor.Problem);

        await RunPastTheDeadlineAsync(second);
        _time.Advance(Patience - TimeSpan.FromTicks(1));
        Assert.Null(_compressor.Problem);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Contains("2 compression slots", _compressor.Problem, StringComparison.Ordinal);

        first.Return();
        await Eventually.TrueAsync(() => _compressor.Problem is null, "the slot that became free");

        // The memory that a codec may still read is given back only by its return.
        await Eventually.TrueAsync(() => _budget.Reserved == 1_024, "the memory of the first image");
        second.Return();
        await Eventually.TrueAsync(() => _budget.Reserved == 0, "the memory of the second image");
    }

    private async Task RunPastTheDeadlineAsync(StubbornCodec codec)
    {
        var job = new JobId(Guid.NewGuid());
        var input = new DownloadBuffer(_budget, job, 1_000);
        await input.GetMemoryAsync(CancellationToken.None);
        input.Advance(1_000);
        input.Complete();
        var work = new ImageWork(new ImageKey(job, 0, 1), "http://one.test/a", new CompressionOptions(), 0);
        var compression = _compressor.CompressAsync(work, Only(codec), input, CancellationToken.None);
        await codec.Entered;
        _time.Advance(Deadline - TimeSpan.FromMilliseconds(1));
        Assert.False(compression.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var exception = await Assert.ThrowsAsync<ImageException>(() => compression);
        Assert.Equal(ImageErrorCodes.ImageTimeout, exception.Code);
    }

    private static CodecCandidates Only(IImageCodec codec) => new([new CodecCandidate(codec, 0)], _ => throw new NotSupportedException());

    /// <summary>Ignores its token and returns when it is told to.</summary>
    private sealed class StubbornCodec : IImageCodec, IDisposable
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _return = new();

        public Task Entered => _entered.Task;

        public string Name => "Stubborn";

        public void Return() => _return.Set();

        public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) => CodecAnswer.Yes(0);

        public CompressedImage Compress(
            ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
        {
            _entered.SetResult();
            _return.Wait(TimeSpan.FromMinutes(2), CancellationToken.None);
            return new CompressedImage(ImageFormat.Bmp, Unchanged: true);
        }

        public void Dispose() => _return.Dispose();
    }
}
