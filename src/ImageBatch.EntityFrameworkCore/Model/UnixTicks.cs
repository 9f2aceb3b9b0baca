using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>
/// Times as they are stored: ticks of 100 ns since the beginning of 1970, UTC. No column type of times comes back
/// unchanged from every database and can be compared in all of them; a number does.
/// </summary>
internal static class UnixTicks
{
    public static ValueConverter<DateTimeOffset, long> Converter { get; } =
        new(time => Of(time), ticks => new DateTimeOffset(ticks + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero));

    public static long Of(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
}
