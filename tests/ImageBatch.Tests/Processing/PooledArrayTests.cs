using ImageBatch.Processing;

namespace ImageBatch.Tests.Processing;

public sealed class PooledArrayTests
{
    [Theory]
    [InlineData(0, 16)]
    [InlineData(17, 32)]
    [InlineData(1 << 20, 1 << 20)]
    [InlineData((1 << 20) + 1, (1 << 20) + 1)]
    public void SizeOf_is_what_an_array_really_has(int length, long size)
    {
        Assert.Equal(size, PooledArray.SizeOf(length));
        var array = PooledArray.Rent(Math.Max(length, 1));
        Assert.InRange(array.Length, size, size * 5 / 4);
        PooledArray.Return(array);
    }

    [Fact]
    public void Rent_of_a_large_one_gives_one_of_much_the_same_length_again_until_it_is_forgotten()
    {
        const int length = 7_654_321;
        var array = PooledArray.Rent(length);
        PooledArray.Return(array);

        var again = PooledArray.Rent(length - 1_000_000);
        Assert.Same(array, again);
        Assert.NotSame(array, PooledArray.Rent(length - 1_000_000));
        PooledArray.Return(again);
        Assert.NotSame(array, PooledArray.Rent(length / 2));
        PooledArray.Forget();
        Assert.NotSame(array, PooledArray.Rent(length));
    }
}
