using ImageBatch.Model;
using ImageBatch.Processing;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Processing;

public sealed class IdleMemoryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ByteBudget _budget;
    private readonly CompressionTurns _compression;
    private readonly CountingMemory _memory;

    public IdleMemoryTests()
    {
        _budget = new ByteBudget(1 << 30, _time);
        _compression = new CompressionTurns(2, 1 << 30, _time);
        _memory = new CountingMemory(_budget, _compression, _time);
    }

    public void Dispose()
    {
        _budget.Dispose();
        _compression.Dispose();
    }

    [Fact]
    public void Look_after_large_images_gives_memory_back_once_the_process_has_been_idle()
    {
        Use(IdleMemory.WorthIt);

        Look(isIdle: false);
        Look(isIdle: true);
        Assert.Equal(0, _memory.Times);
        Look(isIdle: true);
        Look(isIdle: true);

        Assert.Equal(1, _memory.Times);
    }

    [Fact]
    public async Task Look_after_small_images_that_took_much_to_compress_gives_memory_back_too()
    {
        (await _compression.EnterAsync(new JobId(Guid.NewGuid()), IdleMemory.WorthIt, CancellationToken.None)).Dispose();

        Look(isIdle: true);
        Look(isIdle: true);

        Assert.Equal(1, _memory.Times);
    }

    [Fact]
    public void Look_with_work_in_between_waits_again()
    {
        Use(IdleMemory.WorthIt);

        Look(isIdle: true);
        Look(isIdle: false);
        Look(isIdle: true);

        Assert.Equal(0, _memory.Times);
    }

    [Fact]
    public void Look_after_small_images_does_nothing()
    {
        Use(IdleMemory.WorthIt - 1);

        Look(isIdle: true);
        Look(isIdle: true);

        Assert.Equal(0, _memory.Times);
    }

    private void Use(long bytes) => _budget.Count(new JobId(Guid.NewGuid()), bytes).Dispose();

    private void Look(bool isIdle)
    {
        _memory.Look(isIdle);
        _time.Advance(IdleMemory.Patience);
    }

    private sealed class CountingMemory(ByteBudget budget, CompressionTurns compression, TimeProvider time)
        : IdleMemory(budget, compression, time)
    {
        public int Times { get; private set; }

        protected override void GiveBack() => Times++;
    }
}
