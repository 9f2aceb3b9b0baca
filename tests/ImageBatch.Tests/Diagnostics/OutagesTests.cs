using ImageBatch.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Diagnostics;

public sealed class OutagesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<Outages> _logger = new();
    private readonly Outages _outages;

    public OutagesTests() => _outages = new Outages(_time, _logger);

    private string[] Lines => [.. _logger.Collector.GetSnapshot().Where(line => line.Level > LogLevel.Debug).Select(line => line.Message)];

    [Fact]
    public void Report_again_and_again_is_one_line_and_then_one_a_minute()
    {
        for (var second = 0; second < 180; second++)
        {
            _outages.Report("The job store", Away(), Second);
            _outages.Report("The job store", Away(), Second);
            _time.Advance(Second);
        }

        Assert.Equal(3, Lines.Length);
        Assert.Equal("The job store cannot be reached; trying again in 00:00:01: Connection refused", Lines[0]);
    }

    [Fact]
    public void Report_is_a_line_without_stack_trace_and_all_of_it_for_who_debugs()
    {
        _outages.Report("The job store", new InvalidOperationException("Outer.", Away()), Second);
        _outages.Report("The job store", Away(), Second);

        var records = _logger.Collector.GetSnapshot();
        Assert.Equal([LogLevel.Error, LogLevel.Debug, LogLevel.Debug], records.Select(record => record.Level));
        Assert.Null(records[0].Exception);
        Assert.All(records.Skip(1), record => Assert.NotNull(record.Exception));
    }

    [Fact]
    public void Report_of_parts_that_fail_of_one_cause_is_one_line()
    {
        _outages.Report("The job store", Away(), Second);
        _outages.Report("The webhook outbox", Away(), Second);
        _outages.Report("The queue", Away("No route"), Second);

        Assert.Equal(2, Lines.Length);
        Assert.StartsWith("The queue ", Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Report_of_one_part_with_ever_other_messages_is_one_line_a_minute()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _outages.Report("The job store", Away($"Connection {i} refused"), Second);
        }

        Assert.Single(Lines);
    }

    [Fact]
    public void End_of_an_outage_is_a_line_once_and_says_how_long_it_was()
    {
        _outages.Report("The job store", Away(), Second);
        _time.Advance(TimeSpan.FromSeconds(75));
        _outages.End("The job store");
        _outages.End("The job store");

        Assert.Equal("The job store can be reached again, after 00:01:15", Assert.Single(Lines.Skip(1)));
    }

    [Fact]
    public void End_of_an_outage_that_several_parts_had_is_one_line()
    {
        _outages.Report("The job store", Away(), Second);
        _outages.Report("The webhook outbox", Away(), Second);
        _outages.End("The webhook outbox");
        _outages.End("The job store");

        Assert.Equal("The webhook outbox can be reached again, after 00:00:00", Assert.Single(Lines.Skip(1)));
    }

    [Fact]
    public void End_without_an_outage_says_nothing()
    {
        _outages.End("The job store");
        _outages.Report("The queue", Away(), Second);
        _outages.End("The job store");

        Assert.Single(Lines);
    }

    [Fact]
    public void Report_of_a_part_that_comes_and_goes_is_no_flood()
    {
        for (var second = 0; second < 60; second++)
        {
            _outages.Report("The job store", Away(), Second);
            _outages.End("The job store");
            _time.Advance(Second);
        }

        Assert.Equal(2, Lines.Length);
    }

    [Fact]
    public void IsDue_leaves_the_line_to_who_asks()
    {
        Assert.True(_outages.IsDue("Requests", Away()));
        Assert.False(_outages.IsDue("Requests", Away()));
        _outages.Report("The job store", Away(), Second);
        _time.Advance(Outages.Interval);

        Assert.True(_outages.IsDue("Requests", Away()));
        Assert.Empty(Lines);
    }

    [Fact]
    public void Report_of_a_message_of_several_lines_is_one_line()
    {
        _outages.Report("The job store", Away("Refused\nby 10.0.0.1"), Second);

        Assert.DoesNotContain('\n', Assert.Single(Lines));
    }

    private static IOException Away(string message = "Connection refused") => new(message);
}
