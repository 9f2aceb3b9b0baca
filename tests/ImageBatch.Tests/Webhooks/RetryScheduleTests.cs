using ImageBatch.Webhooks;

namespace ImageBatch.Tests.Webhooks;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Schedule = new(null);

    [Fact]
    public void Default_is_that_of_Standard_Webhooks()
    {
        Assert.Equal(10, RetrySchedule.Default.Count);
        Assert.Equal(
            new TimeSpan(75, 35, 5), RetrySchedule.Default.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait));
    }

    [Fact]
    public void WaitAfter_each_try_is_the_schedules_and_a_tenth_at_the_most()
    {
        for (var tries = 1; tries < RetrySchedule.Default.Count; tries++)
        {
            var wait = RetrySchedule.Default[tries];
            var waits = Enumerable.Range(0, 100).Select(_ => Schedule.WaitAfter(tries, null)!.Value).ToArray();

            Assert.All(waits, actual => Assert.InRange(actual, wait, wait * (1 + RetrySchedule.MaxJitter)));
            Assert.NotEqual(waits[0], waits[^1]);
        }
    }

    [Fact]
    public void WaitAfter_the_last_try_is_none()
    {
        Assert.NotNull(Schedule.WaitAfter(9, null));
        Assert.Null(Schedule.WaitAfter(10, TimeSpan.FromHours(1)));
        Assert.Null(new RetrySchedule([TimeSpan.Zero]).WaitAfter(1, null));
    }

    [Theory]
    [InlineData("01:00:00", "01:00:00")]
    [InlineData("1.00:00:00", "1.00:00:00")]
    [InlineData("365.00:00:00", "1.00:00:00")]
    public void WaitAfter_what_was_asked_for_lengthens_the_wait_up_to_the_longest(string asked, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, null), Schedule.WaitAfter(1, TimeSpan.Parse(asked, null)));

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:01")]
    public void WaitAfter_what_was_asked_for_never_shortens_the_wait(string asked) =>
        Assert.InRange(Schedule.WaitAfter(9, TimeSpan.Parse(asked, null))!.Value, TimeSpan.FromHours(24), TimeSpan.FromHours(27));
}
