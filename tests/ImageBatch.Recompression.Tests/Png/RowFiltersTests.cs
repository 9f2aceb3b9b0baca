using ImageBatch.Recompression.Png.Encoding;

namespace ImageBatch.Recompression.Tests.Png;

public sealed class RowFiltersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Apply_by_vectors_and_by_bytes_is_what_the_standard_says(int filter)
    {
        var random = new Random(filter);
        for (var length = 0; length < 200; length++)
        {
            foreach (var distance in new[] { 1, 2, 3, 4, 6, 8 })
            {
                var (row, above) = (new byte[RowFilters.Padding + length], new byte[RowFilters.Padding + length]);
                random.NextBytes(row.AsSpan(RowFilters.Padding));
                random.NextBytes(above.AsSpan(RowFilters.Padding));
                var filtered = new byte[length];
                RowFilters.Apply(filter, row, above, distance, filtered);
                for (var i = 0; i < length; i++)
                {
                    var at = RowFilters.Padding + i;
                    var predicted = ReferencePng.Predict(filter, row[at - distance], above[at], above[at - distance]);
                    Assert.Equal((byte)(row[at] - predicted), filtered[i]);
                }
            }
        }
    }
}
