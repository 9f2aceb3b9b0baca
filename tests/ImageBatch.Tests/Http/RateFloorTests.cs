using ImageBatch.Http;

namespace ImageBatch.Tests.Http;

public sealed class RateFloorTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly RateFloor _floor = new(100, 5 * Second);

    [Fact]
    public void Passes_of_a_steady_body_at_the_floor_goes_on()
    {
        for (var i = 0; i < 60; i++)
        {
            Assert.True(_floor.Passes(100, Second));
        }
    }

    [Fact]
    public void Passes_of_a_body_that_began_fast_and_trickles_then_is_false_at_the_end_of_the_next_stretch()
    {
        Assert.True(_floor.Passes(1_000_000, 5 * Second));

        Assert.True(_floor.Passes(499, 4 * Second));
        Assert.Equal(Second, _floor.Left);
        Assert.False(_floor.Passes(0, Second));
    }

    [Fact]
    public void Passes_of_silence_is_left_to_the_idle_timeout()
    {
        Assert.Equal(TimeSpan.MaxValue, _floor.Left);
        Assert.True(_floor.Passes(0, 7 * Second));
    }

    [Fact]
    public void Passes_without_a_floor_is_always_true()
    {
        var none = new RateFloor(0, Second);
        Assert.True(none.Passes(1, TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.MaxValue, none.Left);
    }
}
